internal import BatchProcessing
internal import Files
internal import Glibc
internal import StyleTransfer

/// The watched folder: its photographs, and the jobs they make.
struct WatchedTree {
  private let request: WatchRequest
  private let journal: Journal?
  let folder: Path

  init(_ request: WatchRequest, journal: Journal?) {
    (self.request, self.journal) = (request, journal)
    folder = request.folder
  }

  /// Whether the folder exists and may be read.
  var isThere: Bool {
    FileStatus(folder)?.kind == .folder && access(folder.cString, R_OK | X_OK) == 0
  }

  func path(_ relative: Path) -> Path { folder.appending(relative) }

  func relative(_ path: Path) -> Path {
    let slash = folder.bytes.last == UInt8(ascii: "/") ? 0 : 1
    return Path(bytes: Array(path.bytes.dropFirst(folder.bytes.count + slash)))
  }

  /// Finds the photographs, by their relative paths.
  ///
  /// - Parameters:
  ///   - part: the folder inside to scan, by its relative path; empty for all.
  ///   - enter: called with each folder before it is read.
  /// - Throws: ``JobError/unreadableFolder(path:reason:)``.
  func scan(
    below part: Path = Path(bytes: []), enter: @escaping (Path) -> Void
  ) throws -> FolderScan.Findings {
    var scan = scan
    scan.enter = enter
    if !part.bytes.isEmpty {
      guard request.jobs.recursive, !part.components.contains(where: { $0.first == 0x2E }),
        let facts = FileStatus(path(part), followingLinks: false), facts.kind == .folder,
        !scan.excluded.contains(facts.identity), !scan.patterns.excludes(part)
      else { return FolderScan.Findings() }
    }
    var findings = try scan.pictures(in: folder, below: part)
    findings.pictures.removeAll { !isOurs($0) }
    return findings
  }

  /// The verdict on a file; nil when it is gone, a folder, hidden or another shard's.
  func verdict(on relative: Path) -> FolderScan.Verdict? {
    guard !relative.isHidden, isOurs(relative),
      let facts = FileStatus(path(relative), followingLinks: false), facts.kind != .folder
    else { return nil }
    return scan.verdict(
      on: path(relative), relative, facts, root: folder.resolved ?? folder)
  }

  /// - Parameter naming: gives the result its name.
  /// - Returns: the job; nil where the file is itself a result of ours.
  /// - Throws: ``JobError`` when the photograph can't have the output that it would get.
  func job(for photograph: Path, _ naming: inout OutputNaming) throws -> Job? {
    if journal?.knows(photograph) == true { return nil }
    let input = FoundInput(source: .file(photograph), relative: relative(photograph))
    let job = try naming.job(for: input, index: 0)
    if let output = job.destination.path, let there = FileStatus(output),
      there.identity == FileStatus(photograph)?.identity || isPhotograph(output)
    {
      throw JobError.inputIsOutput(path: output)
    }
    return job
  }

  /// Whether a file at an output may itself be a photograph of the watched folder.
  private func isPhotograph(_ output: Path) -> Bool {
    guard let root = folder.resolved, let output = output.resolved, output.isInside(root),
      journal?.knows(output) != true
    else { return false }
    let inOwn = request.ownFolders.contains { own in
      own.resolved.map { $0 != root && output.isInside($0) && $0.isInside(root) } == true
    }
    return !inOwn
  }

  private func isOurs(_ relative: Path) -> Bool {
    request.jobs.shard?.takes(relative) != false
  }

  /// The scan of the folder. Identifies our own folders anew each time, since they may have been
  /// created meanwhile.
  private var scan: FolderScan {
    let own = request.ownFolders.compactMap { FileStatus($0)?.identity }
    return FolderScan(
      recursive: request.jobs.recursive,
      excluded: Set(own).subtracting([FileStatus(folder)?.identity].compactMap { $0 }),
      patterns: NamePatterns(include: request.jobs.include, exclude: request.jobs.exclude))
  }
}
