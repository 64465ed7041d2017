package import Files
internal import Foundation
internal import ImageIO
internal import Synchronization

/// What was painted into a folder, from what and how: JSON lines that are only ever appended.
///
/// In memory there is only where each painting's last lines stand, so that a program may go on for a
/// year. Lines that can't be read, such as the torn last one of a killed process, are passed over.
package final class Journal: Sendable {
  /// Its name where it lies in the output folder.
  package static let fileName: Path = ".stylize.jsonl"

  package let path: Path
  /// How many lines could not be read when the journal was opened.
  package let unreadableLines: Int
  /// The absolute path of the output folder.
  private let folder: Path
  private let state: Mutex<State>

  private struct State {
    var file: JournalFile
    /// By the fingerprint of the painting's name.
    var places: [UInt64: JournalPlaces] = [:]
    /// The file that was read; nil when there was none.
    var source: FileStatus.Identity?
  }

  /// Reads what is there. Nothing is written or made before the first painting.
  ///
  /// - Parameters:
  ///   - path: the journal.
  ///   - folder: the output folder, relative to which paintings are named in it.
  /// - Throws: ``FileError/unreadable(path:reason:)``, also when the file is something else.
  package init(at path: Path, of folder: Path) throws {
    self.path = path
    self.folder = folder.resolved ?? folder.absolute
    var state = State(file: JournalFile(path), source: Self.identity(of: path))
    (state.places, unreadableLines) = try Self.places(in: path)
    // One of our own name that lost its lines is ours all the same; a file that a person named may be anything.
    if state.places.isEmpty, unreadableLines > 0, path.name != Self.fileName,
      try !Self.mayBeOurs(path)
    {
      throw FileError.unreadable(
        path: path, reason: "found a file that is no journal of paintings")
    }
    self.state = Mutex(state)
  }

  /// Where the last lines about each painting stand, and how many lines can't be read.
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

  /// Whether a file none of whose lines can be read was begun as a journal; nothing is appended to others.
  private static func mayBeOurs(_ path: Path) throws -> Bool {
    var first: [UInt8]?
    try JournalFile.forEachLine(of: path) { line, _ in first = first ?? line }
    return first.map { "{\"".utf8.starts(with: $0.prefix(2)) } ?? true
  }

  /// Forgets a journal that was deleted, or reads the one that was put in its place.
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

  /// The absolute paths of all paintings that the journal knew of when it was opened and has come to
  /// know since.
  package var paintings: Set<Path> {
    var paths: Set<Path> = []
    try? Self.forEachEntry(in: path) { entry, _ in
      if let entry { paths.insert(folder.appending(entry.output.path).normalised) }
    }
    return paths
  }

  /// The paintings that the journal in a folder knows of, as ``paintings``; none where there is no journal
  /// or it can't be read.
  static func paintings(in folder: Path) -> Set<Path> {
    let path = folder.appending(fileName)
    guard FileStatus(path, followingLinks: false)?.kind == .file else { return [] }
    return (try? Journal(at: path, of: folder))?.paintings ?? []
  }

  /// The journal that vouches for a single painting: the one in its folder where that knows it, else a
  /// record of its own among those in `records`, a folder that is made where it is not there.
  ///
  /// A file beside every single painting would litter people's folders, and not every format holds
  /// metadata in which the painting could say itself how it was made.
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
    // Paintings are named by their absolute paths in it: no folder is called so.
    return try Journal(
      at: records.appending(Path(print.text + ".jsonl")), of: Path("/"))
  }

  /// Whether something was ever painted to this path.
  package func knows(_ output: Path) -> Bool {
    let key = Self.key(name(of: output))
    return state.withLock { state in
      refresh(&state)
      return state.places[key] != nil
    }
  }

  /// Finished paintings' pixels, seconds and bytes, for estimates.
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
        // Two names of one fingerprint, or a journal that was cut: then nothing is known.
        guard let line = state.file.line(at: place),
          let entry = try? JSONDecoder().decode(JournalEntry.self, from: Data(line)),
          entry.output.path == name
        else { continue }
        record.add(entry)
      }
      return record
    }
  }

  /// How the journal calls a painting.
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
      // What has begun must be on the disk before the painting is: see ``JournalEntry/Event/began``.
      if entry.event == .began { try state.file.synchronise() }
    }
  }

  /// Brings what was written to the disk.
  package func flush() { state.withLock { $0.file.close() } }

  private static func key(_ name: Path) -> UInt64 {
    var print = ContentHash()
    print.add(name.bytes)
    return print.value
  }

  /// Nothing when there is no journal yet.
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

/// Where the last lines about a painting stand in the journal.
package struct JournalPlaces {
  /// Bytes from the beginning of the file.
  package struct Place {
    package var start: Int
    package var count: Int

    package init(start: Int, count: Int) { (self.start, self.count) = (start, count) }
  }

  package private(set) var finished: Place?
  /// Only while nothing follows that says how it ended.
  private(set) var began: Place?

  package mutating func note(_ event: JournalEntry.Event, _ place: Place) {
    switch event {
    case .began: began = place
    case .finished: (finished, began) = (place, nil)
    case .failed: began = nil
    }
  }
}
