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
        guard !stop.isRaised else { _exit(ExitStatus.interrupted.rawValue) }
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
