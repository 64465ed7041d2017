internal import Files
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
  private let makeCrew: @Sendable (Stand) throws(Cause) -> Crew?

  private struct State {
    var stands: [Stand]
    var crews: [Crew] = []
    var isClosed = false
  }

  /// - Parameter crew: makes the threads that compute at a stand; nil where there are none and the one who
  ///   asks does it.
  init(
    _ chosen: [any Easel], _ options: BatchOptions,
    crew: @escaping @Sendable (Stand) throws(Cause) -> Crew?
  ) {
    (self.options, makeCrew) = (options, crew)
    state = Mutex(State(stands: chosen.map { Stand($0, options) }))
  }

  /// Starts the threads of all devices that were chosen.
  ///
  /// - Throws: `Cause` where the system makes no more of them; some may have started.
  func start() throws(Cause) {
    for stand in state.withLock({ $0.stands }) {
      if let crew = try makeCrew(stand) { state.withLock { $0.crews.append(crew) } }
    }
  }

  /// The stand of a device. One that is asked for for the first time gets its threads.
  ///
  /// - Throws: `Cause` where the system makes none.
  func stand(of easel: any Easel) throws(Cause) -> Stand {
    let (stand, isNew) = state.withLock { state in
      if let stand = state.stands.first(where: { $0.easel === easel }) { return (stand, false) }
      let stand = Stand(easel, options)
      if state.isClosed { stand.close() }
      state.stands.append(stand)
      return (stand, true)
    }
    if isNew, let crew = try makeCrew(stand) { state.withLock { $0.crews.append(crew) } }
    return stand
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
