import BatchProcessing
import ContactSheets
import Files
import FolderWatching
import Logging
import StyleLibrary

extension ExitStatus {
  /// The phase in which an error occurred, which decides who has to deal with it.
  enum Phase {
    /// The phase before any picture is opened: the command is wrong.
    case request
    /// The phase in which pictures are read, rendered and written.
    case work
  }

  /// The status with which an error ends the program, wherever it was thrown.
  init(_ error: any Error, in phase: Phase) {
    switch error {
    case let status as ExitStatus: self = status
    case is ConfigurationError, is SheetError, is ShardError, is StyleFolderError,
      is WatchError:
      self = .usage
    case let error as ModelError:
      self = phase == .request || error.isOfRequest ? .usage : .allFailed
    default:
      switch BatchEvent.FailureCode(error) {
      case .device: self = .device
      case .naming, .format, .exists: self = .usage
      case .missing where error is JobError: self = .usage
      default: self = phase == .request ? .usage : .allFailed
      }
    }
  }

  /// The text of an error, with a hint where there is one.
  static func explanation(of error: any Error) -> String {
    switch error {
    case ModelError.unknownStyle(_, nearest: [], _):
      "\(error); 'stylize styles' lists those there are"
    case FileError.exists: "\(error); --existing overwrite replaces it"
    default: "\(error)"
    }
  }

  /// Runs `body`, and reports an error that it throws and turns it into a status.
  static func reporting<Result>(in phase: Phase, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      if !(error is ExitStatus) { PlainLogHandler.write(.error, explanation(of: error)) }
      throw ExitStatus(error, in: phase)
    }
  }
}

extension ModelError {
  /// Whether the command asks for something that doesn't exist, rather than that a file is broken.
  fileprivate var isOfRequest: Bool {
    switch self {
    case .unknownStyle, .unknownNetwork, .nameTaken, .malformedMix, .mixOfNetworks,
      .strengthOutOfRange, .noIdentity, .packExists, .fileExists, .otherTrunk:
      true
    default: false
    }
  }
}
