package import BatchProcessing
package import Files
internal import Foundation

/// The treatment of photographs that are done or can't be rendered.
package struct SourceDisposition: Sendable {
  private let after: WatchRequest.After
  private let failed: Path?

  /// - Parameters:
  ///   - after: what is done with a photograph that was rendered.
  ///   - failed: the folder for photographs that can't be; nil leaves them where they are.
  package init(after: WatchRequest.After, failed: Path?) {
    (self.after, self.failed) = (after, failed)
  }

  /// - Parameters:
  ///   - photograph: the photograph, whose result is in place.
  ///   - relative: its path below the watched folder.
  /// - Throws: ``WatchError/photographStays(path:to:reason:)``,
  ///   ``FileError/folderCannotBeMade(path:reason:)``.
  package func finish(_ photograph: Path, _ relative: Path) throws {
    switch after {
    case .keep: break
    case .move(let folder): _ = try RelocatedFile.move(photograph, to: folder.appending(relative))
    case .delete: unlink(photograph.cString)
    }
  }

  /// Moves a photograph out of the way, if requested, and writes the reason of its failure beside it: `photo.jpg` and
  /// `photo.jpg.reason.txt`.
  ///
  /// - Throws: the errors of ``finish(_:_:)``, and `ImageError.unwritable`.
  package func reject(
    _ photograph: Path, _ relative: Path, _ failure: BatchEvent.Failure
  ) throws {
    guard let failed else { return }
    let place = try RelocatedFile.move(photograph, to: failed.appending(relative))
    let text = """
      \(failure.reason)

      photograph: \(photograph)
      code: \(failure.code.rawValue)
      attempts: \(failure.attempts)
      time: \(Date.now.formatted(.iso8601))

      """
    let note = Path(bytes: place.bytes + Array(".reason.txt".utf8))
    try RelocatedFile.write(Array(text.utf8), to: note)
  }
}
