package import StyleTransfer

/// The remaining time of a batch, extrapolated from the work done so far and the time it took.
///
/// The unit of work is a computed pixel. Pictures of unknown work count as the average of those of known work; pictures
/// that are skipped or fail count as no work. Time counts from the start of the first picture, so that setting up isn't
/// extrapolated to the others. All times are seconds of one clock, whichever that is.
package struct RemainingTime {
  /// The work of pictures that are not done yet; 0 for those that will be skipped.
  private var known: [Job.Source: Double] = [:]
  private var fractions: [Job.Source: Double] = [:]
  /// The number of pictures that are not done yet and whose work isn't known.
  private var unknown: Int
  private var seen: Set<Job.Source> = []
  /// The sum and number of the known works that aren't 0, for the average.
  private var sum = 0.0
  private var count = 0
  private var done = 0.0
  /// The number of pictures that were rendered before their work was known.
  private var doneUnknown = 0
  private var begin: Double?

  /// - Parameter pictures: the number of all pictures.
  package init(pictures: Int) { unknown = pictures }

  /// Notes the work of a picture; does nothing when the picture is done already.
  ///
  /// - Parameter work: the work in computed pixels; 0 for a picture that will be skipped.
  package mutating func expect(_ picture: Job.Source, work: Double) {
    guard seen.insert(picture).inserted else { return }
    unknown -= 1
    known[picture] = work
    guard work > 0 else { return }
    sum += work
    count += 1
  }

  /// Notes that a picture was started, or that the fraction of it, 0…1, is done.
  package mutating func progress(_ picture: Job.Source, _ fraction: Double, now: Double) {
    begin = begin ?? now
    fractions[picture] = fraction
  }

  /// Notes that a picture is done with.
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

  /// The remaining time in seconds; nil before anything is done.
  ///
  /// - Parameter now: the current time in seconds.
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
