internal import Synchronization

/// A device in a batch, with what is on its way to it.
final class Stand: Sendable {
  let easel: any Easel
  let photographs: BoundedQueue<Errand<any Sitting>>
  let allowance: Allowance

  init(_ easel: any Easel, _ options: BatchOptions) {
    self.easel = easel
    photographs = BoundedQueue(capacity: options.workers)
    allowance = Allowance(limit: easel.picturesBytes(options.inFlight))
  }

  func close() {
    photographs.close()
    allowance.close()
  }
}

/// The devices of a batch: those that were chosen, and the one that takes over what they can't paint, from
/// when it is first needed.
final class Stands: Sendable {
  private let state: Mutex<State>
  private let options: BatchOptions
  private let start: @Sendable (Stand) -> Crew

  private struct State {
    var stands: [Stand]
    var crews: [Crew] = []
    var isClosed = false
  }

  /// - Parameter start: makes the threads that compute at a stand.
  init(
    _ chosen: [any Easel], _ options: BatchOptions, start: @escaping @Sendable (Stand) -> Crew
  ) {
    (self.options, self.start) = (options, start)
    let stands = chosen.map { Stand($0, options) }
    state = Mutex(State(stands: stands))
    state.withLock { state in state.crews = state.stands.map(start) }
  }

  /// The stand of a device.
  func stand(of easel: any Easel) -> Stand {
    state.withLock { state in
      if let stand = state.stands.first(where: { $0.easel === easel }) { return stand }
      let stand = Stand(easel, options)
      if state.isClosed { stand.close() }
      state.stands.append(stand)
      state.crews.append(start(stand))
      return stand
    }
  }

  /// Lets the threads end once they have taken what is there.
  func close() {
    state.withLock { state in
      state.isClosed = true
      for stand in state.stands { stand.close() }
    }
  }

  /// Waits until all threads have ended; to be called once, when no new device can be asked for.
  func wait() { for crew in state.withLock({ $0.crews }) { crew.wait() } }
}
