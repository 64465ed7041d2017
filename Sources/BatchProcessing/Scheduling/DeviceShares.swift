/// Decides which of several devices takes the next picture, so that unequal devices get unequal shares and none is
/// waited for at the end.
package struct DeviceShares {
  private struct Turn {
    /// The expected time per picture before any has been rendered, relative to the other devices.
    let guess: Double
    let capacity: Int
    /// The number of pictures that were given to the device and have not left it yet.
    var pending = 0
    var painted = 0
    /// The time during which the device had something to do, up to when the last picture left it; in seconds.
    var busy = 0.0
    /// The time at which the device got something to do or the last picture left it, in seconds; nil while it has
    /// nothing to do.
    var since: Double?

    var measured: Double? { painted > 0 ? busy / Double(painted) : nil }
  }

  private var turns: [Turn]

  /// - Parameters:
  ///   - speeds: the expected speeds of the devices, relative to each other.
  ///   - capacities: the numbers of pictures that may be on their way to each device.
  package init(speeds: [Double], capacities: [Int]) {
    turns = zip(speeds, capacities).map { Turn(guess: 1 / $0, capacity: $1) }
  }

  /// Gives the next picture to the device with room that should finish it first. A device that would take longer for it
  /// than the fastest takes for all remaining pictures gets none.
  ///
  /// - Parameters:
  ///   - left: the number of pictures that no device has yet, including this one; 1 where it is unknown.
  ///   - now: the current time in seconds, on any fixed clock.
  /// - Returns: the index of the device; nil while waiting for room at a faster one is better.
  package mutating func give(left: Int, now: Double) -> Int? {
    guard turns.count > 1 else {
      // A single device gets everything, and its queue makes producers wait.
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

  /// Gives a picture to a device regardless of its load.
  package mutating func add(to index: Int, now: Double) {
    if turns[index].pending == 0 { turns[index].since = now }
    turns[index].pending += 1
  }

  /// Notes that a picture has left a device, rendered or not.
  package mutating func leave(_ index: Int, painted: Bool, now: Double) {
    let turn = turns[index]
    turns[index].pending -= 1
    if painted { turns[index].painted += 1 }
    turns[index].busy += turn.since.map { now - $0 } ?? 0
    turns[index].since = turn.pending > 1 ? now : nil
  }

  /// The time per picture of each device, in seconds: measured, or else expected from its guess and the devices that
  /// were measured. A picture that takes longer already counts for as long as it has taken.
  private func secondsPerPicture(_ now: Double) -> [Double] {
    let ratios = turns.compactMap { turn in turn.measured.map { $0 / turn.guess } }
    let scale = ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
    return turns.map { turn in
      let usual = turn.measured ?? turn.guess * (scale ?? 1)
      return max(usual, scale == nil ? 0 : turn.since.map { now - $0 } ?? 0)
    }
  }
}
