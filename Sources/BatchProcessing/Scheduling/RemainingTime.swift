package import StyleTransfer

/// How much longer a batch will take, by what was done so far and how long that took.
///
/// The unit of work is a pixel that is computed. Pictures whose work isn't known are taken for the
/// average of those whose is; what is skipped or fails is work for nobody. Time counts from the moment
/// at which the first picture is begun, so that getting ready doesn't count for every picture to come.
/// All times are seconds of one clock, whichever that is.
package struct RemainingTime {
  /// Work of pictures that are not done yet; 0 for those that will be skipped.
  private var known: [Job.Source: Double] = [:]
  private var fractions: [Job.Source: Double] = [:]
  /// Pictures that are not done yet and whose work isn't known.
  private var unknown: Int
  private var seen: Set<Job.Source> = []
  /// Sum and number of what is known of pictures that are painted.
  private var sum = 0.0
  private var count = 0
  private var done = 0.0
  /// Pictures that were painted before their work was known.
  private var doneUnknown = 0
  private var begin: Double?

  /// - Parameter pictures: how many there are in all.
  package init(pictures: Int) { unknown = pictures }

  /// Takes note of what a picture will be; nothing happens when it is done already.
  ///
  /// - Parameter work: 0 for a picture that will be skipped.
  package mutating func expect(_ picture: Job.Source, work: Double) {
    guard seen.insert(picture).inserted else { return }
    unknown -= 1
    known[picture] = work
    guard work > 0 else { return }
    sum += work
    count += 1
  }

  /// A picture is begun, or this much of it is done, 0…1.
  package mutating func progress(_ picture: Job.Source, _ fraction: Double, now: Double) {
    begin = begin ?? now
    fractions[picture] = fraction
  }

  /// A picture is out of the way.
  ///
  /// - Parameter isPainted: false for one that was skipped or failed.
  package mutating func finish(_ picture: Job.Source, isPainted: Bool) {
    fractions[picture] = nil
    let isNew = seen.insert(picture).inserted
    if isNew { unknown -= 1 }
    let work = known.removeValue(forKey: picture)
    guard isPainted else { return }
    if let work { done += work } else { doneUnknown += 1 }
  }

  /// Seconds; nil before anything is done.
  ///
  /// - Parameter now: the time at this moment.
  package func left(now: Double) -> Double? {
    let (done, left) = work
    guard let begin, now > begin, done > 0 else { return nil }
    return left * (now - begin) / done
  }

  /// The part of the work that is done, 0…1.
  package var part: Double {
    let (done, left) = work
    return done + left > 0 ? done / (done + left) : 1
  }

  private var work: (done: Double, left: Double) {
    let started = fractions.reduce(0) { $0 + $1.value * (known[$1.key] ?? average) }
    let all = known.values.reduce(0, +) + Double(max(unknown, 0)) * average
    return (done + Double(doneUnknown) * average + started, max(all - started, 0))
  }

  private var average: Double { count > 0 ? sum / Double(count) : 1 }
}
