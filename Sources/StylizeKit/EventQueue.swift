internal import Synchronization

/// Events on their way from the threads that work to the task that reads them.
final class EventQueue<Event: Sendable>: Sendable {
  private struct State {
    /// The events from `first` on are those that nobody has read.
    var events: [Event] = []
    var first = 0
    var end: Result<Event?, StylizeError>?
    var reader: CheckedContinuation<Void, Never>?
  }
  private let state = Mutex(State())

  /// Adds an event.
  ///
  /// - Parameter replaces: whether it takes the place of the last one, if that is unread: nobody needs to know how far a
  ///   picture was a moment ago.
  func add(_ event: Event, replaces: (Event) -> Bool = { _ in false }) {
    wake { state in
      guard state.end == nil else { return }
      if state.events.count > state.first, replaces(state.events[state.events.count - 1]) {
        state.events[state.events.count - 1] = event
      } else {
        state.events.append(event)
      }
    }
  }

  /// Lets nothing more in; what is unread can still be read.
  func end(_ error: StylizeError? = nil) {
    wake { state in
      if state.end == nil { state.end = error.map { .failure($0) } ?? .success(nil) }
    }
  }

  /// The next event once there is one; nil after the last one. To be called by one task at a time.
  func next() async -> Result<Event?, StylizeError> {
    while true {
      let known = state.withLock { state -> Result<Event?, StylizeError>? in
        if state.first < state.events.count {
          defer { Self.advance(&state) }
          return .success(state.events[state.first])
        }
        return state.end
      }
      if let known { return known }
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.first < state.events.count || state.end != nil { return true }
          state.reader = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }

  private static func advance(_ state: inout State) {
    state.first += 1
    guard state.first == state.events.count || state.first > 1024 else { return }
    state.events.removeSubrange(..<state.first)
    state.first = 0
  }

  private func wake(_ change: (inout State) -> Void) {
    let reader = state.withLock { state in
      change(&state)
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume()
  }
}

/// Work that is told of by events; it ends when nobody has this value any more, and when a task that waits for an event
/// is cancelled.
final class EventRun<Event: Sendable>: Sendable {
  private let queue: EventQueue<Event>
  private let stop: @Sendable () -> Void

  /// - Parameters:
  ///   - queue: where the work puts its events, ended when the work is.
  ///   - stop: asks the work to end.
  init(_ queue: EventQueue<Event>, stop: @escaping @Sendable () -> Void) {
    (self.queue, self.stop) = (queue, stop)
  }

  deinit { stop() }

  func next() async throws(StylizeError) -> Event? {
    let result = await withTaskCancellationHandler {
      await queue.next()
    } onCancel: {
      stop()
    }
    return try result.get()
  }
}
