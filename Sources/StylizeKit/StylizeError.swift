internal import BatchProcessing
internal import ContactSheets
internal import Files
internal import FolderWatching
internal import Networks
internal import StyleLibrary
internal import StyleTransfer

/// The error of everything in this library; a cancelled task throws `CancellationError` instead.
///
/// Decide by ``code`` and ``isTransient``; ``message`` is for people.
///
/// ```swift
/// do {
///   try await stylizer.render("missing.jpg", to: result)
/// } catch let error as StylizeError where error.code == .missing {
///   print(error.message)
/// }
/// ```
public struct StylizeError: Error, Hashable, Sendable {
  /// The kind of a failure. Raw values are those of the events that the command line writes.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// There is no such file or folder, or no picture in a folder.
    case missing
    /// The file or the folder can't be read.
    case unreadable
    /// The bytes are of no format that is read.
    case notAPicture
    /// The picture can't be decoded to its end.
    case damaged
    /// The picture has more pixels than ``ResourceOptions/maxPixels``.
    case tooLarge
    /// The pixels or the network have a form that is not supported.
    case unsupported
    /// The file was written to while it was read.
    case changed
    /// The request makes no sense: an input that is its own output, two inputs for one output, a name or a number
    /// that is not allowed.
    case naming
    /// There is a file of that name, and it may not be replaced.
    case exists
    /// The result can't be written.
    case unwritable
    /// The disk is full.
    case noSpace
    /// The format is unknown or can't hold what is asked of it.
    case format
    /// The picture can't be rendered in the memory that was given.
    case memory
    /// The device, or memory of it, failed.
    case device
    /// The network made numbers that are no picture.
    case result
    /// There is no such style.
    case unknownStyle
    /// The files of a style are broken or don't belong together.
    case brokenStyle
    /// Another program writes to the same folder.
    case busy
    /// Something else.
    case other
  }

  /// The kind of the failure.
  public let code: Code
  /// One line that names the file, what was found and what was expected.
  public let message: String
  /// Whether the same may succeed a moment later without anybody doing something about it.
  public let isTransient: Bool

  /// Makes an error, for tests and for code that passes errors on.
  ///
  /// - Parameters:
  ///   - code: the kind of the failure.
  ///   - message: one line that names the file, what was found and what was expected.
  ///   - isTransient: whether trying again makes sense.
  public init(code: Code, message: String, isTransient: Bool = false) {
    (self.code, self.message, self.isTransient) = (code, message, isTransient)
  }
}

extension StylizeError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

extension StylizeError.Code {
  init(_ code: BatchProcessing.BatchEvent.FailureCode) { self = Self(rawValue: code.rawValue)! }
}

extension StylizeError {
  init(_ failure: BatchProcessing.BatchEvent.Failure) {
    self.init(
      code: Code(failure.code), message: failure.reason, isTransient: failure.isTransient)
  }

  /// An error of any module below.
  init(_ error: any Error) {
    switch error {
    case let error as StylizeError: self = error
    case let error as BatchProcessing.BatchEvent.Failure: self.init(error)
    case let error as ModelError: self.init(model: error)
    case let error as WatchError: self.init(watch: error)
    case is SheetError: self.init(code: .naming, message: "\(error)")
    case is NetworkError: self.init(code: .brokenStyle, message: "\(error)")
    default:
      let failure = BatchProcessing.BatchEvent.Failure(error, of: .file(""))
      // Nothing is known of a picture, so none is named.
      self.init(
        code: Code(failure.code), message: "\(error)", isTransient: failure.isTransient)
    }
  }

  private init(model error: ModelError) {
    let code: Code
    var cause: Cause?
    switch error {
    case .unreadable(_, let reason):
      (code, cause) = (reason.isMissing ? .missing : .unreadable, reason)
    case .unwritable(_, let reason):
      (code, cause) = (reason.isFullDisk ? .noSpace : .unwritable, reason)
    case .packExists, .fileExists: code = .exists
    case .unknownStyle, .unknownNetwork: code = .unknownStyle
    case .malformedMix, .mixOfNetworks, .strengthOutOfRange, .noIdentity, .nameTaken: code = .naming
    default: code = .brokenStyle
    }
    self.init(code: code, message: "\(error)", isTransient: cause?.isTransient ?? false)
  }

  private init(watch error: WatchError) {
    switch error {
    case .watchedAlready: self.init(code: .busy, message: "\(error)", isTransient: true)
    case .lockUnavailable(_, let reason), .photographStays(_, _, let reason):
      self.init(code: .unwritable, message: "\(error)", isTransient: reason.isTransient)
    case .noEvents(_, let reason):
      self.init(code: .unreadable, message: "\(error)", isTransient: reason.isTransient)
    case .noThread(let reason):
      self.init(code: .device, message: "\(error)", isTransient: reason.isTransient)
    case .notAFolder, .noIndex, .leavesWhereItWas, .needsJournal:
      self.init(code: .naming, message: "\(error)")
    }
  }

  /// Runs `body` and gives its errors the type of this library.
  static func wrapping<Result>(_ body: () throws -> Result) throws(StylizeError) -> Result {
    do { return try body() } catch { throw StylizeError(error) }
  }
}
