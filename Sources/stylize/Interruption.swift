import Dispatch
import Foundation
import StylizeKit

/// The first Ctrl-C or SIGTERM asks the batch to stop cleanly, as does the end of the time limit; the
/// second signal ends the program at once.
final class Interruption {
  let stop: StopSignal
  private let sources: [any DispatchSourceSignal]
  private let timer: (any DispatchSourceTimer)?

  /// - Parameter then: called once `stop` is raised.
  init(
    after limit: TimeLimit?, _ stop: StopSignal = StopSignal(),
    then: @escaping @Sendable () -> Void = {}
  ) {
    self.stop = stop
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        guard !stop.isRaised else { TerminalLine.end { _exit(ExitStatus.interrupted.rawValue) } }
        stop.raise()
        then()
      }
      source.resume()
      return source
    }
    timer = limit.map { limit in
      let timer = DispatchSource.makeTimerSource(queue: .global())
      timer.schedule(deadline: .now() + limit.seconds)
      timer.setEventHandler {
        stop.raise()
        then()
      }
      timer.resume()
      return timer
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
    timer?.cancel()
  }
}

/// Takes the progress bar away when a signal ends a program that has nothing to finish.
final class CleanEnd {
  private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        TerminalLine.end {
          // Shells tell a program that a signal has ended from one that has ended by itself.
          signal(number, SIG_DFL)
          kill(getpid(), number)
          _exit(128 + number)
        }
      }
      source.resume()
      return source
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
