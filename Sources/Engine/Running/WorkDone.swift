internal import Networks

/// The share of a picture that is done, by multiply-adds.
struct WorkDone {
  private var done = 0.0
  private let total: Double

  init<B: Backend>(_ network: PreparedNetwork<B>, _ plan: Plan) {
    total = network.staged.stages.filter(plan.runs).reduce(0) {
      $0 + Self.work(plan.maps[$1.output].region.size.pixels, of: $1)
    }
  }

  /// The fraction done, 0…1. Maps that are recomputed count as nothing: the progress bar waits a
  /// little for their readers.
  var fraction: Double { min(done / total, 1) }

  mutating func add(_ work: Double) { done += work }

  /// The work of a number of pixels of a stage's output, in multiply-adds. A stage without a
  /// convolution costs about as much as one with a small convolution.
  static func work(_ pixels: Int, of stage: Stage) -> Double {
    Double(pixels) * Double(max(stage.multiplyAdds, 64))
  }
}
