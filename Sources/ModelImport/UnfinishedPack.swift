internal import Files
internal import Glibc
internal import StyleLibrary

/// A pack's folder under a hidden name, removed unless it is finished.
///
/// The folder is locked while it is filled. Those of processes that were killed are removed by the next that makes
/// a pack in the same place.
final class UnfinishedPack {
  let folder: String
  private let target: String
  private let lock: Int32
  private var isFinished = false

  /// - Throws: ``ModelError/unwritable``.
  init(in folder: String, name: String) throws {
    target = folder + "/" + name
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw ModelError.unwritable(path: folder, reason: .last)
    }
    Self.removeAbandoned(in: folder)
    while true {
      let own =
        folder + "/" + Self.prefix + String(UInt64.random(in: 0...(.max)), radix: 36)
        + Self.suffix
      guard mkdir(own, 0o755) == 0 else {
        if errno == EEXIST { continue }
        throw ModelError.unwritable(path: own, reason: .last)
      }
      let lock = Self.lock(own)
      // Whoever removes what was abandoned may have been faster than the lock.
      guard lock >= 0, FileOpening.isStill(lock, at: own) else {
        if lock >= 0 { close(lock) }
        continue
      }
      (self.folder, self.lock) = (own, lock)
      return
    }
  }

  deinit {
    if !isFinished { Self.remove(folder) }
    close(lock)
  }

  /// Gives the pack its name; a pack that had it before is removed.
  ///
  /// - Throws: ``ModelError/unwritable``.
  func finish() throws {
    let former = folder.dropLast(Self.suffix.count) + "-former" + Self.suffix
    let hasFormer = rename(target, String(former)) == 0
    guard rename(folder, target) == 0 else {
      let reason = Cause.last
      if hasFormer { rename(String(former), target) }
      throw ModelError.unwritable(path: target, reason: reason)
    }
    isFinished = true
    if hasFormer { Self.remove(String(former)) }
  }

  private static let prefix = ".stylize-"
  private static let suffix = ".pack"

  /// Locks a folder.
  ///
  /// - Returns: a descriptor; negative where there is no such folder or somebody has locked it.
  private static func lock(_ folder: String) -> Int32 {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else {
      return descriptor
    }
    close(descriptor)
    return -1
  }

  private static func removeAbandoned(in folder: String) {
    for name in names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      let lock = lock(folder + "/" + name)
      guard lock >= 0 else { continue }
      remove(folder + "/" + name)
      close(lock)
    }
  }

  /// Removes a folder of files.
  private static func remove(_ folder: String) {
    for name in names(in: folder) { unlink(folder + "/" + name) }
    rmdir(folder)
  }
}
