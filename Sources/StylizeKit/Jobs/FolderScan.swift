internal import Glibc
public import Images

/// Finds the pictures in a folder.
struct FolderScan {
  /// Whether folders inside are scanned too. Links to folders are not followed, so that a scan stays
  /// where it was sent and ends.
  var recursive: Bool
  /// Folders that are left out: the paintings' own, when it lies inside.
  var excluded: Set<FileFacts.Identity> = []
  var patterns = NamePatterns()
  /// Paintings of earlier runs, by their absolute paths with links resolved.
  var paintings: Set<PicturePath> = []
  /// Told of each folder before it is read, by its path relative to the one that is scanned.
  var enter: (PicturePath) -> Void = { _ in }

  /// What was found, and what was passed over for a reason that a person may want to know.
  struct Findings {
    /// Relative to the folder.
    var pictures: [PicturePath] = []
    var leftOut: [LeftOut] = []
    var faults: [JobError] = []
  }

  /// The pictures' paths relative to the folder, in the order of their bytes.
  ///
  /// - Parameter part: the folder inside that is looked through, relative; empty for all.
  /// - Throws: ``JobError/unreadableFolder``.
  func pictures(
    in folder: PicturePath, below part: PicturePath = PicturePath(bytes: [])
  ) throws -> Findings {
    var findings = Findings()
    let root = folder.resolved ?? folder
    let start = part.bytes.isEmpty ? folder : folder.appending(part)
    try scan(start, part, root: root, into: &findings)
    findings.pictures.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return findings
  }

  private func scan(
    _ folder: PicturePath, _ prefix: PicturePath, root: PicturePath,
    into findings: inout Findings
  ) throws {
    enter(prefix)
    for name in try Self.entries(of: folder) where !name.isHidden {
      let (path, relative) = (folder.appending(name), prefix.appending(name))
      switch FileFacts(path, followingLinks: false) {
      case let facts? where facts.kind == .folder:
        guard recursive, !excluded.contains(facts.identity), !patterns.excludes(relative) else {
          continue
        }
        do {
          try scan(path, relative, root: root, into: &findings)
        } catch let fault as JobError {
          findings.faults.append(fault)
        }
      case let facts?:
        switch verdict(on: path, relative, facts, root: root) {
        case .picture: findings.pictures.append(relative)
        case .leftOut(let why): findings.leftOut.append(why)
        case .nothing: continue
        }
      case nil: continue
      }
    }
  }

  private static func entries(of folder: PicturePath) throws -> [PicturePath] {
    do {
      return try folder.entries()
    } catch FileError.unreadableFolder(let path, let reason) {
      throw JobError.unreadableFolder(path: path, reason: reason)
    }
  }

  /// What a file inside the folder is taken for.
  enum Verdict { case picture, leftOut(LeftOut), nothing }

  /// - Parameters:
  ///   - path: of something that is no folder.
  ///   - relative: the same relative to the folder that is scanned.
  ///   - facts: without following links.
  ///   - root: the folder that is scanned, links resolved.
  func verdict(
    on path: PicturePath, _ relative: PicturePath, _ facts: FileFacts, root: PicturePath
  ) -> Verdict {
    guard Images.isPictureName(relative.name), patterns.takes(relative) else { return .nothing }
    if facts.kind == .link, let target = path.resolved {
      guard FileFacts(target)?.kind != .folder else { return .nothing }
      guard target.isInside(root) else {
        return .leftOut(.linkLeadsOut(path: path, target: target))
      }
    }
    return paintings.contains(root.appending(relative))
      ? .leftOut(.ownPainting(path: path)) : .picture
  }
}

/// A file that looked like a photograph and is none of ours to paint.
public enum LeftOut: Hashable, Sendable, CustomStringConvertible {
  case linkLeadsOut(path: PicturePath, target: PicturePath)
  /// The journal says that it was painted here before.
  case ownPainting(path: PicturePath)

  public var description: String {
    switch self {
    case .linkLeadsOut(let path, let target):
      "\(path): leads out of the folder to \(target), left out"
    case .ownPainting(let path):
      "\(path): is a painting of an earlier run, left out"
    }
  }
}
