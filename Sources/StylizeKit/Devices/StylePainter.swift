internal import Engine
internal import Models
internal import Networks

/// A painter, and what its network was prepared for, so that it can be prepared for another style.
struct StylePainter<B: Backend>: Sendable {
  private(set) var painter: Painter<B>
  private var pack: NetworkPack
  /// The network's, with what the style changes about them.
  private var weights: Weights
  /// Whether the painter's network has these weights.
  private var isPrepared = true

  /// - Parameters:
  ///   - pack: of the painter's network.
  ///   - weights: those that it was prepared with.
  init(_ painter: Painter<B>, of pack: NetworkPack, _ weights: Weights) {
    (self.painter, self.pack, self.weights) = (painter, pack, weights)
  }

  /// Makes the network of a style ready, unless it is. There is one at a time: the kernels of the last
  /// one go before the next are made, so that many styles need no more memory than one.
  ///
  /// - Throws: `ModelError` or `NetworkError` when the network or its weights can't be had; what the
  ///   backend throws.
  mutating func prepare(for style: ResolvedStyle) throws {
    painter.workingSize = style.workingSize
    guard !isPrepared || pack != style.network || weights.adapter != style.adapter else { return }
    isPrepared = false
    painter.network = painter.network.withoutKernels
    if pack != style.network {
      weights = try style.network.weights()
      pack = style.network
    }
    weights = weights.merged(with: style.adapter)
    painter.network = try PreparedNetwork(
      style.network.network(), weights: weights, on: painter.network.backend)
    isPrepared = true
  }
}
