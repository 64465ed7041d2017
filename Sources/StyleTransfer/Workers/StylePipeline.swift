internal import Engine
internal import Networks
internal import StyleLibrary

/// A pipeline with the weights that its network was prepared with, so that it can be prepared for another style.
struct StylePipeline<B: Backend>: Sendable {
  private(set) var pipeline: Pipeline<B>
  private var pack: NetworkPack
  /// The network's weights, with the style's changes to them.
  private var weights: Weights
  /// Whether the pipeline's network was prepared with these weights.
  private var isPrepared = true

  /// - Parameters:
  ///   - pack: the pack of the pipeline's network.
  ///   - weights: the weights that the network was prepared with.
  init(_ pipeline: Pipeline<B>, of pack: NetworkPack, _ weights: Weights) {
    (self.pipeline, self.pack, self.weights) = (pipeline, pack, weights)
  }

  /// Makes the network of a look's style ready, unless it is already. There is one at a time: the kernels of the last
  /// one are freed before the next are made, so that many styles need no more memory than one.
  ///
  /// - Throws: `ModelError` or `NetworkError` when the network or its weights can't be loaded; the errors of the
  ///   backend.
  mutating func prepare(for look: RenderLook) throws {
    let style = look.style
    pipeline.settings.workingSize = style.workingSize
    pipeline.settings.style = style.vectors
    (pipeline.settings.grain, pipeline.settings.postProcessing) = (look.grain, look.postProcessing)
    guard !isPrepared || pack != style.network || weights.adapter != style.adapter else { return }
    isPrepared = false
    pipeline.network = pipeline.network.withoutKernels
    if pack != style.network {
      weights = try style.network.weights()
      pack = style.network
    }
    weights = weights.merged(with: style.adapter)
    pipeline.network = try PreparedNetwork(
      style.network.network(), weights: weights, on: pipeline.network.backend)
    isPrepared = true
  }
}
