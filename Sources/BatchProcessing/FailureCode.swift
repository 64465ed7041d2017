internal import Devices
internal import Engine
internal import Files
internal import ImageIO
internal import Networks
package import StyleTransfer

extension BatchEvent {
  /// The machine-readable kind of a failure.
  package enum FailureCode: String, Sendable, Hashable, CaseIterable, Codable {
    case missing, unreadable, notAPicture, damaged, tooLarge, unsupported
    /// The photograph was written to while it was read.
    case changed
    /// The request makes no sense: clashing names, an output that is the input, a name that can't
    /// be made.
    case naming
    case exists, unwritable, noSpace
    /// The format can't hold the requested data.
    case format
    /// The picture can't be rendered in the given memory.
    case memory
    /// The device failed or ran out of memory.
    case device
    /// The network's output is no picture: not finite, saturated or constant.
    case result
    case other
  }
}

extension BatchEvent.FailureCode {
  /// The code of an error of this library, wherever it was thrown.
  package init(_ error: any Error) {
    self = BatchEvent.Failure((error as? RetriesExhausted)?.error ?? error, of: .file("-")).code
  }
}

extension BatchEvent.Failure {
  package init(_ error: JobError) {
    let code: BatchEvent.FailureCode =
      switch error {
      case .missingInput: .missing
      case .unreadableFolder: .unreadable
      case .noPictures: .missing
      case .sizeUnknown: .unreadable
      case .outputIsNoFolder, .outputHasNoSuffix, .formatsDiffer, .inputIsOutput, .clash,
        .badTemplate,
        .unfinishedOutput:
        .naming
      }
    self.init(code: code, reason: "\(error)", error: error, isTransient: error.isTransient)
  }

  /// - Parameter source: the source that the message names where the error itself does not.
  package init(_ error: any Error, of source: Job.Source) {
    defer { self.error = error }
    switch error {
    case let error as JobError: self.init(error)
    case let error as FileError:
      self.init(
        code: Self.code(of: error), reason: "\(error)", isTransient: error.isTransient)
      // The message names the folder only, and many pictures may go into one.
      if case .folderCannotBeMade = error { reason = "\(source): \(reason)" }
    case let error as ImageError:
      self.init(
        code: Self.code(of: error), reason: "\(error)", isTransient: error.isTransient)
    case let error as EngineError:
      let code = Self.code(of: error)
      self.init(code: code, reason: "\(source): \(error)", isTransient: code == .device)
    case is any BackendFailure, is DeviceError:
      self.init(code: .device, reason: "\(source): \(error)", isTransient: true)
    case is NetworkError: self.init(code: .unsupported, reason: "\(source): \(error)")
    default: self.init(code: .other, reason: "\(source): \(error)")
    }
  }

  private static func code(of error: FileError) -> BatchEvent.FailureCode {
    switch error {
    case .unreadable(_, let cause): cause.isMissing ? .missing : .unreadable
    case .unreadableFolder: .unreadable
    case .folderCannotBeMade: .unwritable
    case .exists: .exists
    case .changedWhileRead: .changed
    }
  }

  private static func code(of error: ImageError) -> BatchEvent.FailureCode {
    switch error {
    case .unreadable(_, let cause): cause.isMissing ? .missing : .unreadable
    case .notAFile, .empty, .notAPicture: .notAPicture
    case .tooLarge: .tooLarge
    case .unsupportedPixels: .unsupported
    case .damaged, .decodingTooSlow, .decoderEnded: .damaged
    case .exists: .exists
    case .unwritable(_, let cause), .scratch(_, _, let cause):
      cause.isFullDisk ? .noSpace : .unwritable
    case .notEncoded: .unwritable
    case .unknownFormat, .noPaintings, .badOption, .badQuality, .bitDepthNotCarried, .badSize:
      .format
    default: .other
    }
  }

  private static func code(of error: EngineError) -> BatchEvent.FailureCode {
    switch error {
    case .notFinite, .saturated, .constantOutput: .result
    case .budgetTooSmall: .memory
    case .scratch: .noSpace
    default: .device
    }
  }
}

extension JobError {
  /// Whether another try may succeed a moment later without any intervention.
  package var isTransient: Bool {
    switch self {
    case .unreadableFolder(_, let cause): cause.isTransient
    default: false
    }
  }
}
