package import Files
internal import Foundation
internal import ImageIO
internal import Synchronization

/// The record of the results in a folder, of their inputs and of how they were rendered: JSON lines that are only ever
/// appended.
///
/// Only the positions of each result's last lines are in memory, so that a program may run for a year. Lines that can't
/// be read, such as the torn last one of a killed process, are skipped.
package final class Journal: Sendable {
  /// The name of a journal that lies in the output folder.
  package static let fileName: Path = ".stylize.jsonl"

  package let path: Path
  /// The number of lines that could not be read when the journal was opened.
  package let unreadableLines: Int
  /// The absolute path of the output folder.
  private let folder: Path
  private let state: Mutex<State>

  private struct State {
    var file: JournalFile
    /// The positions of results' last lines, keyed by the hash of the result's name.
    var places: [UInt64: JournalPlaces] = [:]
    /// The file that was read; nil when there was none.
    var source: FileStatus.Identity?
  }

  /// Reads the journal, if it exists. Nothing is written or created before the first result.
  ///
  /// - Parameters:
  ///   - path: the path of the journal.
  ///   - folder: the output folder; results are named relative to it.
  /// - Throws: ``FileError/unreadable(path:reason:)``, also when the file is no journal.
  package init(at path: Path, of folder: Path) throws {
    self.path = path
    self.folder = folder.resolved ?? folder.absolute
    var state = State(file: JournalFile(path), source: Self.identity(of: path))
    (state.places, unreadableLines) = try Self.places(in: path)
    // A file of the default name whose lines are all lost is a journal all the same; a file that the user named may be
    // anything.
    if state.places.isEmpty, unreadableLines > 0, path.name != Self.fileName,
      try !Self.mayBeOurs(path)
    {
      throw FileError.unreadable(
        path: path, reason: "found a file that is no journal of paintings")
    }
    self.state = Mutex(state)
  }

  /// The positions of the last lines about each result, and the number of unreadable lines.
  private static func places(
    in path: Path
  ) throws -> ([UInt64: JournalPlaces], unreadable: Int) {
    var places: [UInt64: JournalPlaces] = [:]
    var unreadable = 0
    try forEachEntry(in: path) { entry, place in
      guard let entry else { return unreadable += 1 }
      places[key(entry.output.path), default: JournalPlaces()].note(entry.event, place)
    }
    return (places, unreadable)
  }

  /// Whether a file without any readable line was begun as a journal; nothing is appended to other files.
  private static func mayBeOurs(_ path: Path) throws -> Bool {
    var first: [UInt8]?
    try JournalFile.forEachLine(of: path) { line, _ in first = first ?? line }
    return first.map { "{\"".utf8.starts(with: $0.prefix(2)) } ?? true
  }

  /// Reads the journal again when it was deleted or another one was put in its place.
  private func refresh(_ state: inout State) {
    let source = Self.identity(of: path)
    let wasLost = state.file.leaveIfLost()
    guard wasLost || source != state.source else { return }
    state.source = source
    state.places = (try? Self.places(in: path).0) ?? [:]
  }

  private static func identity(of path: Path) -> FileStatus.Identity? {
    FileStatus(path, followingLinks: false)?.identity
  }

  deinit { state.withLock { $0.file.close() } }

  /// The absolute paths of all results in the journal, including those added since it was opened.
  package var paintings: Set<Path> {
    var paths: Set<Path> = []
    try? Self.forEachEntry(in: path) { entry, _ in
      if let entry { paths.insert(folder.appending(entry.output.path).normalised) }
    }
    return paths
  }

  /// The ``paintings`` of the journal in a folder; none where there is no journal or it can't be read.
  static func paintings(in folder: Path) -> Set<Path> {
    let path = folder.appending(fileName)
    guard FileStatus(path, followingLinks: false)?.kind == .file else { return [] }
    return (try? Journal(at: path, of: folder))?.paintings ?? []
  }

  /// The journal of a single result: the one in its folder where that knows the result, else a record of its own in
  /// `records`, a folder that is created if needed.
  ///
  /// A file beside every single result would litter the user's folders, and not every format has metadata in which a
  /// result could record how it was made.
  ///
  /// - Throws: ``FileError``.
  package static func ofSinglePainting(
    at output: Path, records: Path?
  ) throws -> Journal? {
    let beside = output.folder.appending(fileName)
    if FileStatus(beside, followingLinks: false)?.kind == .file {
      let journal = try Journal(at: beside, of: output.folder)
      if journal.knows(output) { return journal }
    }
    guard let records else { return nil }
    let absolute = (output.folder.resolved ?? output.folder.absolute).appending(output.name)
    var print = ContentHash()
    print.add(absolute.bytes)
    // With `/` as its folder, this journal names results by their absolute paths: none of them starts with `//`.
    return try Journal(
      at: records.appending(Path(print.text + ".jsonl")), of: Path("/"))
  }

  /// Whether the journal has a line about a result at this path.
  package func knows(_ output: Path) -> Bool {
    let key = Self.key(name(of: output))
    return state.withLock { state in
      refresh(&state)
      return state.places[key] != nil
    }
  }

  /// The sizes, times and file sizes of finished results, for estimates.
  package var measurements: [JournalRecord.Measurement] {
    var last: [Path: JournalRecord.Measurement] = [:]
    try? Self.forEachEntry(in: path) { entry, _ in
      if let entry, let measurement = JournalRecord(finished: entry).measurement {
        last[entry.output.path] = measurement
      }
    }
    return Array(last.values)
  }

  package func record(of output: Path) -> JournalRecord? {
    let name = name(of: output)
    let key = Self.key(name)
    return state.withLock { state in
      refresh(&state)
      guard let places = state.places[key] else { return nil }
      var record = JournalRecord()
      for place in [places.finished, places.began].compactMap({ $0 }) {
        // With two names of one hash, or a journal that was cut, nothing is known.
        guard let line = state.file.line(at: place),
          let entry = try? JSONDecoder().decode(JournalEntry.self, from: Data(line)),
          entry.output.path == name
        else { continue }
        record.add(entry)
      }
      return record
    }
  }

  /// The name of a result in the journal: relative to the folder where it lies inside, else absolute.
  package func name(of output: Path) -> Path {
    let absolute = (output.folder.resolved ?? output.folder.absolute).appending(output.name)
    let start = folder.bytes + [UInt8(ascii: "/")]
    return absolute.bytes.starts(with: start)
      ? Path(bytes: Array(absolute.bytes[start.count...])) : absolute
  }

  /// - Throws: `ImageError.unwritable`, ``FileError/folderCannotBeMade(path:reason:)``.
  package func append(_ entry: JournalEntry) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = Array(try encoder.encode(entry))
    let key = Self.key(entry.output.path)
    try state.withLock { state in
      refresh(&state)
      let place = try state.file.append(line)
      state.source = state.source ?? Self.identity(of: path)
      state.places[key, default: JournalPlaces()].note(entry.event, place)
      // This line must be on the disk before the result is: see ``JournalEntry/Event/began``.
      if entry.event == .began { try state.file.synchronise() }
    }
  }

  /// Flushes the written lines to the disk.
  package func flush() { state.withLock { $0.file.close() } }

  private static func key(_ name: Path) -> UInt64 {
    var print = ContentHash()
    print.add(name.bytes)
    return print.value
  }

  /// Calls `body` with each line's entry, nil for an unreadable one. Does nothing when there is no journal yet.
  private static func forEachEntry(
    in path: Path, _ body: (JournalEntry?, JournalPlaces.Place) -> Void
  ) throws {
    guard FileStatus(path, followingLinks: false) != nil else { return }
    let decoder = JSONDecoder()
    try JournalFile.forEachLine(of: path) { line, place in
      body(try? decoder.decode(JournalEntry.self, from: Data(line)), place)
    }
  }
}

/// The positions of the last lines about a result in the journal.
package struct JournalPlaces {
  /// The position of a line: its offset from the beginning of the file and its length, in bytes.
  package struct Place {
    package var start: Int
    package var count: Int

    package init(start: Int, count: Int) { (self.start, self.count) = (start, count) }
  }

  package private(set) var finished: Place?
  /// The last `began` line; nil once a later line says how it ended.
  private(set) var began: Place?

  package mutating func note(_ event: JournalEntry.Event, _ place: Place) {
    switch event {
    case .began: began = place
    case .finished: (finished, began) = (place, nil)
    case .failed: began = nil
    }
  }
}
