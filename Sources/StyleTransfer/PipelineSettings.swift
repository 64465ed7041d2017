internal import Networks

/// The settings of one style: the network's style vectors and the steps before and after the
/// network.
struct PipelineSettings: Sendable {
  var style: StyleVectors
  var strokeSize: StrokeSize
  /// The longer side, in pixels, that the style's pack recommends.
  var workingSize: Int?
  /// The noise that is added to the picture before the network sees it.
  var grain: Grain
  var postProcessing: PostProcessing
}
