internal import Files
internal import Glibc

/// What happens in a folder and the folders inside that are followed; paths are relative to it.
final class FolderEvents {
  enum Change {
    /// Closed after it was written, or moved in.
    case settled(Path)
    /// Made, to be written yet, or complete already where it is a link.
    case made(Path)
    case isWritten(Path)
    case gone(Path)
    /// A folder inside is new: what is in it already was not told.
    case folder(Path)
    /// More happened than could be told.
    case overflowed
    /// The folder itself is gone.
    case lost
  }

  private let root: Path
  private let inotify: Inotify
  private var folders: [Int32: Path] = [:]
  private var rootWatch: Int32 = -1

  /// - Throws: ``WatchError/noEvents(path:reason:)``.
  init(of root: Path) throws {
    self.root = root
    inotify = try Inotify(for: root)
  }

  var descriptor: Int32 { inotify.descriptor }

  /// To be called before the folder is read, so that nothing comes in between.
  ///
  /// - Parameter folder: relative; empty for the folder itself.
  /// - Throws: ``WatchError/noEvents(path:reason:)``.
  func follow(_ folder: Path) throws {
    let watch = try inotify.watch(folder.bytes.isEmpty ? root : root.appending(folder))
    folders[watch] = folder
    if folder.bytes.isEmpty { rootWatch = watch }
  }

  /// Reads without waiting.
  func news() -> [Change] { inotify.events().flatMap(news) }

  private func news(_ event: Inotify.Event) -> [Change] {
    if event.has(IN_Q_OVERFLOW) { return [.overflowed] }
    guard let folder = folders[event.watch] else { return [] }
    if event.has(IN_IGNORED) || event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) {
      // Folders inside that are moved are told of by the folder that they were in.
      guard event.watch == rootWatch else {
        if !event.has(IN_MOVE_SELF) { folders[event.watch] = nil }
        return []
      }
      return [.lost]
    }
    let path = folder.appending(event.name)
    if event.has(IN_ISDIR) {
      if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { forget(path) }
      return event.has(IN_CREATE) || event.has(IN_MOVED_TO) ? [.folder(path)] : []
    }
    if event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO) { return [.settled(path)] }
    if event.has(IN_CREATE) { return [.made(path)] }
    if event.has(IN_MODIFY) { return [.isWritten(path)] }
    if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { return [.gone(path)] }
    return []
  }

  /// Forgets a folder that has left, and those inside.
  private func forget(_ folder: Path) {
    let start = folder.bytes + [UInt8(ascii: "/")]
    for (watch, path) in folders where path == folder || path.bytes.starts(with: start) {
      inotify.forget(watch)
      folders[watch] = nil
    }
  }
}
