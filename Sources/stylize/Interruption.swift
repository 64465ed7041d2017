import BatchProcessing
import Files
import Foundation
import Synchronization

/// The first Ctrl-C or SIGTERM asks the batch to stop cleanly, as does the end of the time limit; the
/// second signal ends the program at once.
final class Interruption {
  let stop: CancellationToken
  private let signals: SignalThread

  /// Where the system refuses the thread that waits for signals, they end the program as they do any other:
  /// what is written is complete or not there either way.
  ///
  /// - Parameter then: called once `stop` is raised.
  init(
    after limit: TimeLimit?, _ stop: CancellationToken = CancellationToken(),
    then: @escaping @Sendable () -> Void = {}
  ) {
    self.stop = stop
    signals = SignalThread([SIGINT, SIGTERM], after: limit?.seconds) { number in
      if number != nil, stop.isRaised {
        TerminalLine.end { _exit(ExitStatus.interrupted.rawValue) }
      }
      stop.raise()
      then()
    }
  }
}

/// A thread that waits for signals, and for the end of some time.
///
/// It is one of ours: sources of Dispatch wait for ever where the system refuses them a thread.
final class SignalThread {
  private let closing: Int32
  private let numbers: [Int32]

  /// - Parameters:
  ///   - numbers: signals that are handed to `take` and have no other effect any more.
  ///   - seconds: after which `take` is told nil, once.
  ///   - take: called on the thread.
  init(
    _ numbers: [Int32], after seconds: Double? = nil,
    _ take: @escaping @Sendable (Int32?) -> Void
  ) {
    self.numbers = numbers
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      closing = -1
      return
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    let reading = ends[0]
    do throws(Cause) {
      try SystemThread.start {
        Self.unblock(numbers)
        Self.wait(reading, seconds, take)
      }
      closing = ends[1]
    } catch {
      closing = -1
      for end in ends { close(end) }
      // Signals then do what they do to any program, and so does the end of the time.
      if let seconds {
        signal(SIGALRM) { _ in _exit(ExitStatus.interrupted.rawValue) }
        alarm(UInt32(min(seconds.rounded(.up), 1e9)))
      }
      return
    }
    for number in numbers {
      Self.writers[Int(number)].store(closing, ordering: .relaxed)
      signal(number) { number in
        // Only what is allowed in a handler: one byte, the signal's number.
        let writer = SignalThread.writers[Int(number)].load(ordering: .relaxed)
        var byte = UInt8(truncatingIfNeeded: number)
        let before = errno
        _ = write(writer, &byte, 1)
        errno = before
      }
    }
  }

  deinit {
    guard closing >= 0 else { return }
    for number in numbers {
      signal(number, SIG_DFL)
      Self.writers[Int(number)].store(-1, ordering: .relaxed)
    }
    // A number that is none ends the thread.
    var end: UInt8 = 0
    _ = write(closing, &end, 1)
    close(closing)
  }

  /// Lets the calling thread take signals that whoever started the program may have left blocked.
  private static func unblock(_ numbers: [Int32]) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func wait(
    _ reading: Int32, _ seconds: Double?, _ take: @Sendable (Int32?) -> Void
  ) {
    var due = seconds.map { ContinuousClock.now + .seconds(min($0, 1e9)) }
    while true {
      let left = due.map { max(0, min(($0 - .now) / .milliseconds(1), 1e9)) }
      var wait = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, left.map { Int32($0.rounded(.up)) } ?? -1)
      if ready == 0, let end = due, end <= .now {
        due = nil
        take(nil)
      }
      var byte: UInt8 = 0
      while read(reading, &byte, 1) == 1 {
        guard byte > 0 else {
          close(reading)
          return
        }
        take(Int32(byte))
      }
    }
  }

  /// Where handlers write, by signal.
  nonisolated(unsafe) private static let writers = UnsafeMutablePointer<Atomic<Int32>>.signals()
}

extension UnsafeMutablePointer where Pointee == Atomic<Int32> {
  fileprivate static func signals() -> Self {
    let all = allocate(capacity: 65)
    for index in 0..<65 { (all + index).initialize(to: Atomic(-1)) }
    return all
  }
}

/// Takes the progress bar away when a signal ends a program that has nothing to finish.
final class CleanEnd {
  private let signals = SignalThread([SIGINT, SIGTERM]) { number in
    guard let number else { return }
    TerminalLine.end {
      // Shells tell a program that a signal has ended from one that has ended by itself.
      signal(number, SIG_DFL)
      kill(getpid(), number)
      _exit(128 + number)
    }
  }
}
