import BatchProcessing
import Files
import Foundation
import Synchronization

/// The handling of interruptions. The first Ctrl-C or SIGTERM asks the batch to stop cleanly, as does the end of the
/// time limit; the second signal ends the program at once.
final class Interruption {
  let stop: CancellationToken
  private let signals: SignalThread

  /// Handles signals from now on. Where the system refuses the thread that waits for them, they end the program as they
  /// do any other: outputs are complete or absent either way.
  ///
  /// - Parameter then: called after `stop` was raised.
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

/// A thread that waits for signals and, optionally, for a time limit.
///
/// It is a thread of our own, since Dispatch's sources wait for ever where the system refuses them one.
final class SignalThread {
  private let closing: Int32
  private let numbers: [Int32]

  /// - Parameters:
  ///   - numbers: the signals that are passed to `take` and lose any other effect.
  ///   - seconds: the time after which `take` receives nil, once; nil for no limit.
  ///   - take: called on the thread with a signal's number, or nil when the time is over.
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
      // Signals then have their default effect, and so does the end of the time.
      if let seconds {
        signal(SIGALRM) { _ in _exit(ExitStatus.interrupted.rawValue) }
        alarm(UInt32(min(seconds.rounded(.up), 1e9)))
      }
      return
    }
    for number in numbers {
      Self.writers[Int(number)].store(closing, ordering: .relaxed)
      signal(number) { number in
        // A handler may do little more than write one byte, the signal's number.
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
    // Zero, which is no signal's number, ends the thread.
    var end: UInt8 = 0
    _ = write(closing, &end, 1)
    close(closing)
  }

  /// Unblocks signals for the calling thread, which the program's parent may have left blocked.
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

  /// The descriptors that handlers write to, by signal; -1 for none.
  nonisolated(unsafe) private static let writers = UnsafeMutablePointer<Atomic<Int32>>.signals()
}

extension UnsafeMutablePointer where Pointee == Atomic<Int32> {
  fileprivate static func signals() -> Self {
    let all = allocate(capacity: 65)
    for index in 0..<65 { (all + index).initialize(to: Atomic(-1)) }
    return all
  }
}

/// Removes the progress bar when a signal ends a program that has nothing to finish.
final class CleanEnd {
  private let signals = SignalThread([SIGINT, SIGTERM]) { number in
    guard let number else { return }
    TerminalLine.end {
      // Shells distinguish a program that was ended by a signal from one that exited.
      signal(number, SIG_DFL)
      kill(getpid(), number)
      _exit(128 + number)
    }
  }
}
