package import Files
internal import Glibc
internal import ImageIO

/// Finds the pictures in a folder.
package struct FolderScan {
  /// Whether folders inside are scanned too. Links to folders are not followed, so that a scan stays inside the folder
  /// and terminates.
  package var recursive: Bool
  /// The folders that are left out, such as the output folder where it lies inside the scanned one.
  package var excluded: Set<FileStatus.Identity> = []
  package var patterns = NamePatterns()
  /// The results of earlier runs, by their absolute paths with links resolved.
  var paintings: Set<Path> = []
  /// Called with each folder before it is read, by its path relative to the scanned one.
  package var enter: (Path) -> Void = { _ in }

  package init(
    recursive: Bool, excluded: Set<FileStatus.Identity> = [],
    patterns: NamePatterns = NamePatterns(), paintings: Set<Path> = [],
    enter: @escaping (Path) -> Void = { _ in }
  ) {
    self.recursive = recursive
    self.excluded = excluded
    self.patterns = patterns
    self.paintings = paintings
    self.enter = enter
  }

  /// The findings of a scan: pictures, and files that were passed over for reasons worth knowing.
  package struct Findings {
    /// The paths of the pictures, relative to the folder.
    package var pictures: [Path] = []
    package var leftOut: [SkippedInput] = []
    package var passedOver = UnrecognisedFiles()
    package var faults: [JobError] = []

    package init(
      pictures: [Path] = [], leftOut: [SkippedInput] = [],
      passedOver: UnrecognisedFiles = UnrecognisedFiles(), faults: [JobError] = []
    ) {
      self.pictures = pictures
      self.leftOut = leftOut
      self.passedOver = passedOver
      self.faults = faults
    }
  }

  /// Scans a folder; pictures are in the order of their paths' bytes.
  ///
  /// - Parameter part: the folder inside to scan, by its relative path; empty for all.
  /// - Throws: ``JobError/unreadableFolder``.
  package func pictures(
    in folder: Path, below part: Path = Path(bytes: [])
  ) throws -> Findings {
    var findings = Findings()
    let root = folder.resolved ?? folder
    let start = part.bytes.isEmpty ? folder : folder.appending(part)
    try scan(start, part, root: root, paintings, into: &findings)
    findings.pictures.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return findings
  }

  private func scan(
    _ folder: Path, _ prefix: Path, root: Path,
    _ paintings: Set<Path>, into findings: inout Findings
  ) throws {
    enter(prefix)
    // Results that another run wrote into a folder inside are no photographs. The named folder is another matter: the
    // user wants its pictures rendered, whatever they are.
    let paintings =
      prefix.bytes.isEmpty ? paintings : paintings.union(Journal.paintings(in: folder))
    for name in try Self.entries(of: folder) where !name.isHidden {
      let (path, relative) = (folder.appending(name), prefix.appending(name))
      switch FileStatus(path, followingLinks: false) {
      case let facts? where facts.kind == .folder:
        guard recursive, !excluded.contains(facts.identity), !patterns.excludes(relative) else {
          continue
        }
        do {
          try scan(path, relative, root: root, paintings, into: &findings)
        } catch let fault as JobError {
          findings.faults.append(fault)
        }
      case let facts?:
        switch verdict(on: path, relative, facts, root: root, paintings) {
        case .picture: findings.pictures.append(relative)
        case .passedOver: findings.passedOver.add(name)
        case .leftOut(let why): findings.leftOut.append(why)
        case .nothing: continue
        }
      case nil: continue
      }
    }
  }

  private static func entries(of folder: Path) throws -> [Path] {
    do {
      return try folder.entries()
    } catch FileError.unreadableFolder(let path, let reason) {
      throw JobError.unreadableFolder(path: path, reason: reason)
    }
  }

  /// The verdict on a file inside the folder.
  package enum Verdict {
    case picture, leftOut(SkippedInput)
    /// A file that is not recognised as a picture of a readable format.
    case passedOver
    /// A file that was not asked for, or that nobody would take for a picture; not reported.
    case nothing
  }

  /// - Parameters:
  ///   - path: the path of the file, which is no folder.
  ///   - relative: the path relative to the scanned folder.
  ///   - facts: the status of the file, or of the link itself where it is one.
  ///   - root: the scanned folder, with links resolved.
  ///   - paintings: the results of earlier runs; nil for those that the scan was made with.
  package func verdict(
    on path: Path, _ relative: Path, _ facts: FileStatus, root: Path,
    _ paintings: Set<Path>? = nil
  ) -> Verdict {
    guard patterns.takes(relative) else { return .nothing }
    guard facts.kind == .file || facts.kind == .link else {
      // This is a pipe, a socket or a device, whatever its name says.
      return ImageCodecs.isImageName(relative.name) ? .passedOver : .nothing
    }
    guard ImageCodecs.isImageName(relative.name) || path.isPictureWithoutSuffix else {
      return FileStatus(path)?.kind == .file ? .passedOver : .nothing
    }
    if facts.kind == .link, let target = path.resolved {
      guard FileStatus(target)?.kind != .folder else { return .nothing }
      guard target.isInside(root) else {
        return .leftOut(.linkLeadsOut(path: path, target: target))
      }
    }
    return (paintings ?? self.paintings).contains(root.appending(relative))
      ? .leftOut(.ownPainting(path: path)) : .picture
  }
}

/// A file that looks like a photograph but must not be rendered.
package enum SkippedInput: Hashable, Sendable, CustomStringConvertible {
  case linkLeadsOut(path: Path, target: Path)
  /// The file is a result of an earlier run, according to the journal.
  case ownPainting(path: Path)

  package var description: String {
    switch self {
    case .linkLeadsOut(let path, let target):
      "\(path): leads out of the folder to \(target), left out"
    case .ownPainting(let path):
      "\(path): is a painting of an earlier run, left out"
    }
  }
}

/// The numbers of files in folders that were not recognised as pictures, by suffix.
package struct UnrecognisedFiles: Hashable, Sendable, CustomStringConvertible {
  /// The number of files by suffix; files without one count under the empty string.
  package private(set) var counts: [String: Int] = [:]

  package init() {}

  package var total: Int { counts.values.reduce(0, +) }

  package mutating func add(_ name: Path) { counts[name.suffix ?? "", default: 0] += 1 }

  package mutating func add(_ other: UnrecognisedFiles) {
    counts.merge(other.counts, uniquingKeysWith: +)
  }

  /// A text such as `12 files that are no pictures it reads: 9 .txt, 3 without a suffix`, with the most frequent
  /// suffixes first.
  package var description: String {
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var parts = sorted.prefix(5).map { suffix, count in
      "\(count) \(suffix.isEmpty ? "without a suffix" : suffix.printable)"
    }
    let others = sorted.dropFirst(5).reduce(0) { $0 + $1.value }
    if others > 0 { parts.append("\(others) others") }
    let files = total == 1 ? "1 file that is no picture" : "\(total) files that are no pictures"
    return "\(files) it reads: \(parts.joined(separator: ", "))"
  }
}

extension Path {
  /// Whether the path has no suffix and the file's first bytes are those of a readable picture.
  fileprivate var isPictureWithoutSuffix: Bool {
    guard suffix == nil, let found = ImageSuffix.suffix(of: self) else { return false }
    return ImageCodecs.isImageName(Path("picture" + found))
  }
}
