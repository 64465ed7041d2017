internal import Files
internal import Glibc
internal import Synchronization

/// A fixed set of threads that works through the parts of one job after another.
///
/// The thread that submits a job is its first worker, so a pool of one starts no thread. Where the system refuses
/// threads, a pool has fewer, and leaves some for others, such as the encoders of pictures.
final class ThreadPool: Sendable {
  private struct Job {
    /// Counts jobs, so that a worker knows a new one from the one it has just left.
    var number = 0
    var count = 0
    var busy = 0
    var stopping = false
    /// The number of workers that stay; those with this number or a higher one end.
    var workers = Int.max
    nonisolated(unsafe) var body: ((Int, Int) -> Void)?
  }

  /// The number of threads, including the one that calls ``run(_:_:)``.
  let threads: Int
  private let condition = Condition()
  private let job = Guarded(Job())
  private let next = Atomic<Int>(0)

  /// - Parameter threads: the number of threads wanted, including the calling one.
  init(threads: Int) {
    let owner = Guarded<Weak>(Weak())
    let shared = Shared(condition: condition, job: job)
    var started = 1
    while started < threads {
      let worker = started
      do throws(Cause) {
        try SystemThread.start {
          var last = 0
          while let number = shared.awaitJob(after: last, as: worker) {
            last = number
            owner.value.pool?.work(as: worker)
            shared.leave()
          }
        }
      } catch { break }
      started += 1
    }
    if started > 1, case let missing = Self.reserve - Self.spare(Self.reserve), missing > 0 {
      started = max(1, started - missing)
      shared.keep(started)
    }
    self.threads = started
    // No worker looks before there is a job, and whoever gives it holds the condition.
    owner.value.pool = self
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

  /// The number of threads that a batch needs besides: loaders, storers, signals, and some threads of each encoder.
  private static let reserve = 12

  /// The number of further threads that the system grants, up to `wanted`. They are started to find out, and end at
  /// once.
  private static func spare(_ wanted: Int) -> Int {
    let gate = Shared(condition: Condition(), job: Guarded(Job()))
    defer { gate.stop() }
    var made = 0
    while made < wanted {
      do throws(Cause) {
        try SystemThread.start { _ = gate.awaitJob(after: 0, as: 0) }
      } catch { return made }
      made += 1
    }
    return made
  }

  private struct Weak { weak var pool: ThreadPool? }

  private func work(as worker: Int) {
    let count = job.value.count
    let body = job.value.body!
    while true {
      let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard part < count else { return }
      body(part, worker)
    }
  }

  /// The state that workers keep alive when the pool itself is gone.
  private struct Shared: Sendable {
    let condition: Condition
    let job: Guarded<Job>

    func awaitJob(after last: Int, as worker: Int) -> Int? {
      condition.locked {
        while job.value.number == last, !job.value.stopping, worker < job.value.workers {
          condition.wait()
        }
        return job.value.stopping || worker >= job.value.workers ? nil : job.value.number
      }
    }

    func keep(_ workers: Int) {
      condition.locked {
        job.value.workers = workers
        condition.broadcast()
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

/// A value that is accessed only while a ``Condition`` is held, or while no other thread can reach it.
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
