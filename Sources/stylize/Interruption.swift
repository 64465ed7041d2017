import Dispatch
import Foundation
import StylizeKit

/// The first Ctrl-C or SIGTERM asks the batch to stop cleanly; the second ends the program at once.
final class Interruption {
  let stop = StopSignal()
  private let sources: [any DispatchSourceSignal]

  init() {
    let stop = stop
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        guard !stop.isRaised else { _exit(ExitStatus.interrupted.rawValue) }
        stop.raise()
      }
      source.resume()
      return source
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
