import ArgumentParser
import Foundation
import Logging
import StylizeKit

@main
enum Main {
  /// Parses, runs and exits with one of ``ExitStatus``.
  static func main() {
    if let request = DecoderProgram.request(in: CommandLine.arguments) {
      DecoderService.run(request)
    }
    if let script = Completions.script(Array(CommandLine.arguments.dropFirst())) {
      return print(script)
    }
    do {
      var command = try Stylize.parseAsRoot(arguments())
      try command.run()
    } catch let status as ExitStatus {
      exit(status.rawValue)
    } catch let error as ConfigurationError {
      PlainLogHandler.write(.error, "\(error)")
      exit(ExitStatus.usage.rawValue)
    } catch {
      let message = Stylize.fullMessage(for: error)
      guard Stylize.exitCode(for: error).isSuccess else {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(ExitStatus.usage.rawValue)
      }
      print(message)
    }
  }

  /// What was typed, after what a file of options says.
  private static func arguments() throws -> [String] {
    let tool = try ToolFacts.ofThisProgram()
    return try ConfiguredArguments(
      tool.command.subcommands ?? [],
      usual: Stylize.configuration.defaultSubcommand?._commandName ?? ""
    ).complete(Array(CommandLine.arguments.dropFirst()))
  }
}

extension DecoderProgram {
  private static let command = "decode-picture"

  /// This program, which decodes a picture when it is called like that; no help speaks of it.
  static let ofOwn = DecoderProgram(path: "/proc/self/exe", arguments: [command])

  /// What such a process is asked to do; nil when it is another one.
  static func request(in arguments: [String]) -> String? {
    arguments.count == 3 && arguments[1] == command ? arguments[2] : nil
  }
}

/// What the program tells the shell.
enum ExitStatus: Int32, Error {
  case someFailed = 1
  case usage = 2
  case nothingToDo = 3
  case device = 4
  case allFailed = 5
  case interrupted = 130
}

extension ExitStatus {
  /// Nil when all is done.
  init?(_ summary: BatchSummary, rejected: Int) {
    let failed = summary.failed + rejected
    if summary.interrupted {
      self = .interrupted
    } else if failed == 0 {
      return nil
    } else if summary.failedDevice == failed {
      self = .device
    } else {
      self = summary.finished + summary.skipped > 0 ? .someFailed : .allFailed
    }
  }
}
