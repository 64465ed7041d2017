import ArgumentParser
import BatchProcessing
import Files
import Foundation
import ImageIO
import Logging

@main
enum Main {
  /// Parses, runs and exits with one of ``ExitStatus``.
  static func main() {
    if let request = DecoderProgram.request(in: CommandLine.arguments) {
      DecoderService.run(request)
    }
    let typed = Array(CommandLine.arguments.dropFirst())
    if let text = Completions.script(typed) ?? Completions.answer(to: typed) { return print(text) }
    // SIGUSR1 asks for the status of a batch, and must not end commands that have none.
    signal(SIGUSR1, SIG_IGN)
    let status = run(typed)
    if let problem = ResultStream.problem {
      PlainLogHandler.write(.error, "standard output: can't be written: \(problem)")
    }
    exit((status ?? (ResultStream.problem == nil ? nil : .someFailed))?.rawValue ?? 0)
  }

  /// - Returns: the exit status; nil for success.
  private static func run(_ typed: [String]) -> ExitStatus? {
    do {
      var command = try parse(typed)
      try command.run()
    } catch let status as ExitStatus {
      return status
    } catch UsageMistake.nothingTyped {
      FileHandle.standardError.write(Data("\(UsageMistake.nothingTyped)\n".utf8))
      return .usage
    } catch let error as any Error & CustomStringConvertible
      where error is ConfigurationError || error is UsageMistake
    {
      // Hints are on lines of their own.
      let lines = "\(error)".split(separator: "\n", omittingEmptySubsequences: false)
      PlainLogHandler.write(.error, lines: lines.map(String.init))
      return .usage
    } catch {
      let message = Stylize.fullMessage(for: error)
      guard Stylize.exitCode(for: error).isSuccess else {
        // The message quotes the arguments, and with * these include other people's file names.
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map(\.printable).joined(separator: "\n") + "\n"
        FileHandle.standardError.write(Data(text.utf8))
        return .usage
      }
      print(message)
    }
    return nil
  }

  /// Parses the command that was typed, completed by the options of a configuration file.
  private static func parse(_ typed: [String]) throws -> any ParsableCommand {
    let commands = try ToolFacts.ofThisProgram().command.subcommands ?? []
    let usual = Stylize.configuration.defaultSubcommand?._commandName ?? ""
    let check = UsageCheck(commands, usual: usual)
    if let mistake = check.mistake(inTyped: typed) { throw mistake }
    let arguments = try ConfiguredArguments(commands, usual: usual).complete(typed)
    do {
      return try Stylize.parseAsRoot(arguments)
    } catch  where !Stylize.exitCode(for: error).isSuccess {
      throw check.mistake(inRefused: arguments) ?? error
    }
  }
}

extension DecoderProgram {
  private static let command = "decode-picture"

  /// This program, which decodes a picture when called with this hidden command.
  static let ofOwn = DecoderProgram(path: "/proc/self/exe", arguments: [command])

  /// The request to a decoder process; nil when this process is none.
  static func request(in arguments: [String]) -> String? {
    arguments.count == 3 && arguments[1] == command ? arguments[2] : nil
  }
}

/// The exit status of the program.
enum ExitStatus: Int32, Error {
  case someFailed = 1
  case usage = 2
  case nothingToDo = 3
  case device = 4
  case allFailed = 5
  case interrupted = 130
}

extension ExitStatus {
  /// The status of a batch; nil when all is done.
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
