internal import Networks

/// What one style does to a picture: the network's part of it and what comes after.
struct PipelineSettings: Sendable {
  var style: StyleVectors
  var strokeSize: StrokeSize
  /// The longer side, in pixels, that the style's pack recommends.
  var workingSize: Int?
  /// The noise that the picture gets before the network sees it.
  var grain: Grain
  var postProcessing: PostProcessing
}
