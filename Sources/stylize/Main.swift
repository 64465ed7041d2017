import ArgumentParser
import Foundation
import Logging
import StylizeKit

@main
enum Main {
  /// Parses, runs and exits with one of ``ExitStatus``.
  static func main() {
    let typed = Array(CommandLine.arguments.dropFirst())
    if let text = Completions.script(typed) ?? Completions.answer(to: typed) { return print(text) }
    do {
      var command = try parse(typed)
      try command.run()
    } catch let status as ExitStatus {
      exit(status.rawValue)
    } catch UsageMistake.nothingTyped {
      FileHandle.standardError.write(Data("\(UsageMistake.nothingTyped)\n".utf8))
      exit(ExitStatus.usage.rawValue)
    } catch let error as any Error & CustomStringConvertible
      where error is ConfigurationError || error is UsageMistake
    {
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
