internal import Files
internal import StyleTransfer
internal import Synchronization

/// A device of a batch with the queue of its prepared pictures and its memory admission.
final class DeviceQueue: Sendable {
  let worker: any DeviceWorker
  let prepared: BoundedQueue<WorkItem<any PreparedImage>>
  let admission: MemoryAdmission

  init(_ worker: any DeviceWorker, _ options: BatchOptions) {
    self.worker = worker
    prepared = BoundedQueue(capacity: options.workers)
    admission = MemoryAdmission(limit: worker.estimates.picturesBytes(options.inFlight))
  }

  func close() {
    prepared.close()
    admission.close()
  }
}

/// The devices of a batch: the chosen ones and, from when it is first needed, the one that takes over pictures that
/// they can't render.
final class DeviceQueues: Sendable {
  private let state: Mutex<State>
  private let options: BatchOptions
  private let makeGroup: @Sendable (DeviceQueue) throws(Cause) -> WorkerGroup?

  private struct State {
    var queues: [DeviceQueue]
    var groups: [WorkerGroup] = []
    var isClosed = false
  }

  /// - Parameter group: makes the threads that compute on a device; returns nil where the calling thread computes
  ///   itself.
  init(
    _ chosen: [any DeviceWorker], _ options: BatchOptions,
    group: @escaping @Sendable (DeviceQueue) throws(Cause) -> WorkerGroup?
  ) {
    (self.options, makeGroup) = (options, group)
    state = Mutex(State(queues: chosen.map { DeviceQueue($0, options) }))
  }

  /// Starts the threads of all chosen devices.
  ///
  /// - Throws: `Cause` where the system refuses further threads; some may have started.
  func start() throws(Cause) {
    for queue in state.withLock({ $0.queues }) {
      if let group = try makeGroup(queue) { state.withLock { $0.groups.append(group) } }
    }
  }

  /// The queue of a device. A device that is asked for for the first time gets its threads.
  ///
  /// - Throws: `Cause` where the system refuses threads.
  func queue(of worker: any DeviceWorker) throws(Cause) -> DeviceQueue {
    let (queue, isNew) = state.withLock { state in
      if let queue = state.queues.first(where: { $0.worker === worker }) { return (queue, false) }
      let queue = DeviceQueue(worker, options)
      if state.isClosed { queue.close() }
      state.queues.append(queue)
      return (queue, true)
    }
    if isNew, let group = try makeGroup(queue) { state.withLock { $0.groups.append(group) } }
    return queue
  }

  /// Closes all queues: threads end once they have taken the pictures that are there.
  func close() {
    state.withLock { state in
      state.isClosed = true
      for queue in state.queues { queue.close() }
    }
  }

  /// Waits until all threads have ended. Call it once, when no new device can be asked for.
  func wait() { for group in state.withLock({ $0.groups }) { group.wait() } }
}
