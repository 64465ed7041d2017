internal import Glibc

/// A pack's folder under a hidden name, removed unless it is finished.
final class UnfinishedPack {
  let folder: String
  private let target: String
  private var isFinished = false

  /// - Throws: ``ModelError/unwritable``.
  init(in folder: String, name: String) throws {
    target = folder + "/" + name
    self.folder = "\(folder)/.\(name).\(getpid()).part"
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw ModelError.unwritable(path: folder, reason: lastSystemError())
    }
    guard mkdir(self.folder, 0o755) == 0 else {
      throw ModelError.unwritable(path: self.folder, reason: lastSystemError())
    }
  }

  deinit {
    if !isFinished { Self.remove(folder) }
  }

  /// Gives the pack its name; one that had it before is removed.
  ///
  /// - Throws: ``ModelError/unwritable``.
  func finish() throws {
    let former = folder + ".former"
    let hasFormer = rename(target, former) == 0
    guard rename(folder, target) == 0 else {
      let reason = lastSystemError()
      if hasFormer { rename(former, target) }
      throw ModelError.unwritable(path: target, reason: reason)
    }
    isFinished = true
    if hasFormer { Self.remove(former) }
  }

  /// Removes a folder of files.
  private static func remove(_ folder: String) {
    for name in names(in: folder) { unlink(folder + "/" + name) }
    rmdir(folder)
  }
}
