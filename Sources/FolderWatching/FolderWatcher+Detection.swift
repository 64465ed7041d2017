internal import BatchProcessing
internal import Files
internal import Glibc

extension FolderWatcher {
  /// Follows all folders and takes the photographs in them. Falls back to polling where the system reports no events.
  func begin() {
    (isLost, nextPoll) = (false, nil)
    identity = FileStatus(tree.folder)?.identity
    method = chosenMethod
    if case .polling = method { return takeSnapshot() }
    do {
      events = try FolderEvents(of: tree.folder)
      try scan(below: Path(bytes: []))
    } catch let error as WatchError {
      fallBack("\(error)")
    } catch {
      lose()
    }
  }

  func take(_ news: FolderEvents.Change) {
    switch news {
    case .settled(let relative): consider(relative, quiet: Self.quiet)
    case .made(let relative): consider(relative, quiet: Self.quietOfFound)
    case .isWritten(let relative), .gone(let relative): debouncer.forget(tree.path(relative))
    case .folder(let relative):
      guard request.jobs.recursive else { return }
      do {
        try scan(below: relative)
      } catch let error as WatchError {
        // A folder that is gone again needs no watching.
        if FileStatus(tree.path(relative)) != nil { fallBack("\(error)") }
      } catch {
        if FileStatus(tree.path(relative)) != nil { tell(.trouble(reason: "\(error)")) }
      }
    case .overflowed:
      tell(.overflowed)
      begin()
    case .lost: lose()
    }
  }

  /// Takes a snapshot of the folder; photographs that are the same as in the last one have settled.
  func takeSnapshot() {
    guard case .polling(let seconds, _) = method else { return }
    // The first two snapshots follow each other quickly: photographs that are there already need not wait.
    nextPoll = .now + .seconds(snapshot.isFirst ? min(seconds, 0.5) : seconds)
    do {
      let findings = try tree.scan { _ in }
      var seen: [Path: FileStatus] = [:]
      for relative in findings.pictures {
        let path = tree.path(relative)
        if let facts = FileStatus(path), !path.isOpenForWriting { seen[path] = facts }
      }
      for path in snapshot.add(seen) { jobQueue.add(path) }
      if snapshot.isSecond { report(findings) }
    } catch {
      lose()
    }
    styles.poll(at: .now)
  }

  /// Queues a photograph, unless it is still being written: then events report it when it is closed. Snapshots have
  /// excluded such files already.
  func enqueue(_ path: Path) {
    if events == nil || !path.isOpenForWriting { jobQueue.add(path) }
  }

  private func consider(_ relative: Path, quiet: Duration) {
    switch tree.verdict(on: relative) {
    case .picture:
      let path = tree.path(relative)
      note(path, FileStatus(path), quiet)
    case .leftOut(let why): tell(.leftOut(why))
    case .passedOver, .nothing, nil: break
    }
  }

  private func scan(below part: Path) throws {
    var problem: WatchError?
    let findings = try tree.scan(below: part) { [self] folder in
      do {
        try events?.follow(folder)
      } catch {
        // The folder may be gone again; then it is not read either.
        if FileStatus(tree.path(folder)) != nil { problem = problem ?? (error as? WatchError) }
      }
    }
    if let problem { throw problem }
    report(findings)
    let now = FileTime.now
    for relative in findings.pictures {
      let path = tree.path(relative)
      guard let facts = FileStatus(path) else { continue }
      if facts.time.isNear(now, seconds: Self.youthSeconds) {
        note(path, facts, Self.quietOfFound)
      } else {
        enqueue(path)
      }
    }
  }

  private func note(_ path: Path, _ facts: FileStatus?, _ quiet: Duration) {
    debouncer.note(path, facts, for: facts?.size == 0 ? Self.quietOfEmpty : quiet, at: .now)
  }

  private func report(_ findings: FolderScan.Findings) {
    for leftOut in findings.leftOut { tell(.leftOut(leftOut)) }
    for fault in findings.faults { tell(.trouble(reason: "\(fault)")) }
  }

  private func fallBack(_ reason: String) {
    method = .polling(seconds: request.pollSeconds ?? Self.usualPollSeconds, reason: reason)
    events = nil
    takeSnapshot()
  }

  private var chosenMethod: WatchMethod {
    if let seconds = request.pollSeconds { return .polling(seconds: seconds, reason: nil) }
    guard let type = tree.folder.sharedFileSystem else { return .events }
    return .polling(seconds: Self.usualPollSeconds, reason: "on \(type)")
  }

  func lose() {
    (isLost, events, nextPoll, snapshot) = (true, nil, nil, PollSnapshot())
    tell(.folderGone(tree.folder))
  }
}
