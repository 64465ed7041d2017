/// Says which of several devices takes the next picture, so that unequal devices get unequal shares and
/// none is waited for at the end.
package struct DeviceShares {
  private struct Turn {
    /// What a picture should take before any is painted, against the other devices.
    let guess: Double
    let capacity: Int
    /// Pictures that were given and are not painted yet.
    var pending = 0
    var painted = 0
    /// Seconds in which it had something to do, until the last picture left it.
    var busy = 0.0
    /// Since when it has had something to do, or the last picture left it.
    var since: Double?

    var measured: Double? { painted > 0 ? busy / Double(painted) : nil }
  }

  private var turns: [Turn]

  /// - Parameters:
  ///   - speeds: how fast each device should be, against the others.
  ///   - capacities: how many pictures may be on their way to each.
  package init(speeds: [Double], capacities: [Int]) {
    turns = zip(speeds, capacities).map { Turn(guess: 1 / $0, capacity: $1) }
  }

  /// Gives the next picture to the device with room that should be done with it first. One that would
  /// take longer for it than the fastest takes for all that are left gets none.
  ///
  /// - Parameters:
  ///   - left: pictures that no device has yet, with this one; 1 where nobody knows.
  ///   - now: seconds since whenever.
  /// - Returns: nil while waiting for room at a faster device is better.
  package mutating func give(left: Int, now: Double) -> Int? {
    guard turns.count > 1 else {
      // Who paints alone gets everything, and has a queue that makes others wait.
      add(to: 0, now: now)
      return 0
    }
    let seconds = secondsPerPicture(now)
    func end(of index: Int, _ more: Int) -> Double {
      Double(turns[index].pending + more) * seconds[index]
    }
    let limit = turns.indices.map { end(of: $0, left) }.min()!
    let free = turns.indices.filter { turns[$0].pending < turns[$0].capacity }
    guard let best = free.min(by: { end(of: $0, 1) < end(of: $1, 1) }), end(of: best, 1) <= limit
    else { return nil }
    add(to: best, now: now)
    return best
  }

  /// Gives a picture to a device whatever it has to do.
  package mutating func add(to index: Int, now: Double) {
    if turns[index].pending == 0 { turns[index].since = now }
    turns[index].pending += 1
  }

  /// To be told when a picture left a device, painted or not.
  package mutating func leave(_ index: Int, painted: Bool, now: Double) {
    let turn = turns[index]
    turns[index].pending -= 1
    if painted { turns[index].painted += 1 }
    turns[index].busy += turn.since.map { now - $0 } ?? 0
    turns[index].since = turn.pending > 1 ? now : nil
  }

  /// As measured, or by what was guessed of the device and of those that were measured. A picture that
  /// takes longer already counts for as long as it has taken.
  private func secondsPerPicture(_ now: Double) -> [Double] {
    let ratios = turns.compactMap { turn in turn.measured.map { $0 / turn.guess } }
    let scale = ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
    return turns.map { turn in
      let usual = turn.measured ?? turn.guess * (scale ?? 1)
      return max(usual, scale == nil ? 0 : turn.since.map { now - $0 } ?? 0)
    }
  }
}
