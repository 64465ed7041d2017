internal import Glibc
public import Images

/// Finds the pictures in a folder.
struct FolderScan {
  /// Whether folders inside are scanned too. Links to folders are not followed, so that a scan stays
  /// where it was sent and ends.
  var recursive: Bool
  /// A folder that is left out: the paintings' own, when it lies inside.
  var excluded: FileFacts.Identity?
  var patterns = NamePatterns()
  /// Paintings of earlier runs, by their absolute paths with links resolved.
  var paintings: Set<PicturePath> = []

  /// What was found, and what was passed over for a reason that a person may want to know.
  struct Findings {
    /// Relative to the folder.
    var pictures: [PicturePath] = []
    var leftOut: [LeftOut] = []
    var faults: [JobError] = []
  }

  /// The pictures' paths relative to the folder, in the order of their bytes.
  ///
  /// - Throws: ``JobError/unreadableFolder``.
  func pictures(in folder: PicturePath) throws -> Findings {
    var findings = Findings()
    let root = folder.resolved ?? folder
    try scan(folder, PicturePath(bytes: []), root: root, into: &findings)
    findings.pictures.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return findings
  }

  private func scan(
    _ folder: PicturePath, _ prefix: PicturePath, root: PicturePath,
    into findings: inout Findings
  ) throws {
    for name in try folder.entries() where !name.isHidden {
      let (path, relative) = (folder.appending(name), prefix.appending(name))
      switch FileFacts(path, followingLinks: false) {
      case let facts? where facts.kind == .folder:
        guard recursive, facts.identity != excluded, !patterns.excludes(relative) else { continue }
        do {
          try scan(path, relative, root: root, into: &findings)
        } catch let fault as JobError {
          findings.faults.append(fault)
        }
      case let facts?:
        guard Images.isPictureName(name), patterns.takes(relative) else { continue }
        if facts.kind == .link, let target = path.resolved {
          guard FileFacts(target)?.kind != .folder else { continue }
          guard target.isInside(root) else {
            findings.leftOut.append(.linkLeadsOut(path: path, target: target))
            continue
          }
        }
        if paintings.contains(root.appending(relative)) {
          findings.leftOut.append(.ownPainting(path: path))
        } else {
          findings.pictures.append(relative)
        }
      case nil: continue
      }
    }
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

extension PicturePath {
  /// The names in a folder, in no order, with `.` and `..`.
  ///
  /// - Throws: ``JobError/unreadableFolder``.
  func entries() throws -> [PicturePath] {
    guard let listing = opendir(cString) else {
      throw JobError.unreadableFolder(path: self, reason: String(cString: strerror(errno)))
    }
    defer { closedir(listing) }
    var names: [PicturePath] = []
    while let entry = readdir(listing) {
      withUnsafeBytes(of: entry.pointee.d_name) {
        names.append(PicturePath(bytes: Array($0.prefix { $0 != 0 })))
      }
    }
    return names
  }

  fileprivate func isInside(_ folder: PicturePath) -> Bool {
    let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [0x2F]
    return bytes.starts(with: start)
  }
}
