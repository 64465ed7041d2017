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
    // It asks how far a batch is, and must not end what has no answer.
    signal(SIGUSR1, SIG_IGN)
    let status = run(typed)
    if let problem = ResultStream.problem {
      PlainLogHandler.write(.error, "standard output: can't be written: \(problem)")
    }
    exit((status ?? (ResultStream.problem == nil ? nil : .someFailed))?.rawValue ?? 0)
  }

  /// - Returns: nil when all went well.
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
      // Hints stand on lines of their own.
      let lines = "\(error)".split(separator: "\n", omittingEmptySubsequences: false)
      PlainLogHandler.write(.error, lines: lines.map(String.init))
      return .usage
    } catch {
      let message = Stylize.fullMessage(for: error)
      guard Stylize.exitCode(for: error).isSuccess else {
        // What was typed is in it, and with * a stranger's file names are typed.
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map(\.printable).joined(separator: "\n") + "\n"
        FileHandle.standardError.write(Data(text.utf8))
        return .usage
      }
      print(message)
    }
    return nil
  }

  /// The command that is meant by what was typed, after what a file of options says.
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
