internal import Foundation
internal import Images

/// What becomes of photographs that are done or can't be painted.
struct Aftermath: Sendable {
  let after: WatchRequest.After
  let failed: PicturePath?

  /// - Parameters:
  ///   - photograph: its painting is in its place.
  ///   - relative: its path below the watched folder.
  /// - Throws: ``WatchError/photographStays(path:to:reason:)``,
  ///   ``FileError/folderCannotBeMade(path:reason:)``.
  func finish(_ photograph: PicturePath, _ relative: PicturePath) throws {
    switch after {
    case .keep: break
    case .move(let folder): _ = try RelocatedFile.move(photograph, to: folder.appending(relative))
    case .delete: unlink(photograph.cString)
    }
  }

  /// Moves a photograph out of the way, if it was asked for, and writes beside it what is wrong with it:
  /// `photo.jpg` and `photo.jpg.reason.txt`.
  ///
  /// - Throws: as ``finish(_:_:)``, and `ImageError.unwritable`.
  func reject(
    _ photograph: PicturePath, _ relative: PicturePath, _ failure: BatchEvent.Failure
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
    let note = PicturePath(bytes: place.bytes + Array(".reason.txt".utf8))
    try RelocatedFile.write(Array(text.utf8), to: note)
  }
}
