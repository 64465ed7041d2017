internal import Networks

/// How much of a picture is done, by multiply-adds.
struct WorkDone {
  private var done = 0.0
  private let total: Double

  init<B: Backend>(_ network: PreparedNetwork<B>, _ plan: Plan) {
    total = network.staged.stages.filter(plan.runs).reduce(0) {
      $0 + Self.work(plan.maps[$1.output].region.size.pixels, of: $1)
    }
  }

  /// 0…1. Maps that are made again count as nothing: the bar waits a little for their readers.
  var fraction: Double { min(done / total, 1) }

  mutating func add(_ work: Double) { done += work }

  /// A stage without a convolution costs about as much as a small one.
  static func work(_ pixels: Int, of stage: Stage) -> Double {
    Double(pixels) * Double(max(stage.multiplyAdds, 64))
  }
}
