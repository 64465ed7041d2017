internal import Glibc
internal import Synchronization

/// A fixed team of threads that takes the parts of one job after another.
///
/// The thread that asks for a job is its first worker, so a pool of one starts no thread.
final class ThreadPool: Sendable {
  private struct Job {
    /// Counts jobs, so that a worker knows a new one from the one it has just left.
    var number = 0
    var count = 0
    var busy = 0
    var stopping = false
    nonisolated(unsafe) var body: ((Int, Int) -> Void)?
  }

  let threads: Int
  private let condition = Condition()
  private let job = Guarded(Job())
  private let next = Atomic<Int>(0)

  init(threads: Int) {
    self.threads = max(threads, 1)
    for worker in 1..<self.threads {
      let shared = Shared(condition: condition, job: job)
      Thread.start { [weak self] in
        var last = 0
        while let number = shared.awaitJob(after: last) {
          last = number
          self?.work(as: worker)
          shared.leave()
        }
      }
    }
  }

  deinit { Shared(condition: condition, job: job).stop() }

  /// Calls `body(part, worker)` for every part in `0..<count`, on all threads; returns when all are
  /// done. `worker` is in `0..<threads` and names the thread that calls.
  func run(_ count: Int, _ body: (_ part: Int, _ worker: Int) -> Void) {
    guard threads > 1, count > 1 else {
      for part in 0..<count { body(part, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      next.store(0, ordering: .relaxed)
      condition.locked {
        job.value.number += 1
        job.value.count = count
        job.value.busy = threads - 1
        job.value.body = body
        condition.broadcast()
      }
      work(as: 0)
      condition.locked {
        while job.value.busy > 0 { condition.wait() }
        job.value.body = nil
      }
    }
  }

  private func work(as worker: Int) {
    let count = job.value.count
    let body = job.value.body!
    while true {
      let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard part < count else { return }
      body(part, worker)
    }
  }

  /// What workers hold on to when the pool itself is gone.
  private struct Shared: Sendable {
    let condition: Condition
    let job: Guarded<Job>

    func awaitJob(after last: Int) -> Int? {
      condition.locked {
        while job.value.number == last, !job.value.stopping { condition.wait() }
        return job.value.stopping ? nil : job.value.number
      }
    }

    func leave() {
      condition.locked {
        job.value.busy -= 1
        if job.value.busy == 0 { condition.broadcast() }
      }
    }

    func stop() {
      condition.locked {
        job.value.stopping = true
        condition.broadcast()
      }
    }
  }
}

/// A value that the owner of a ``Condition`` touches only while it holds it, or while no other can.
private final class Guarded<Value>: @unchecked Sendable {
  var value: Value
  init(_ value: Value) { self.value = value }
}

/// A mutex with one condition.
private final class Condition: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  func wait() { pthread_cond_wait(condition, mutex) }
  func broadcast() { pthread_cond_broadcast(condition) }
}

private enum Thread {
  /// Starts a detached thread.
  static func start(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    let status = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    precondition(status == 0, "pthread_create failed with \(status)")
    pthread_detach(thread)
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
