internal import Foundation
public import Images
internal import Synchronization

/// What was painted into a folder, from what and how: JSON lines that are only ever appended.
///
/// It is read once and then written to; lines that can't be read, such as the torn last one of a
/// killed process, are passed over.
public final class Journal: Sendable {
  /// Its name where it lies in the output folder.
  public static let fileName: PicturePath = ".stylize.jsonl"

  public let path: PicturePath
  /// How many lines could not be read.
  public let unreadableLines: Int
  /// The absolute path of the output folder.
  private let folder: PicturePath
  private let records: [PicturePath: JournalRecord]
  private let file: Mutex<JournalFile>

  /// Reads what is there. Nothing is written or made before the first painting.
  ///
  /// - Parameters:
  ///   - path: the journal.
  ///   - folder: the output folder, relative to which paintings are named in it.
  /// - Throws: `ImageError.unreadable`.
  public init(at path: PicturePath, of folder: PicturePath) throws {
    self.path = path
    self.folder = folder.resolved ?? folder.absolute
    file = Mutex(JournalFile(path))
    var records: [PicturePath: JournalRecord] = [:]
    var unreadable = 0
    if FileFacts(path) != nil {
      let decoder = JSONDecoder()
      for line in try FileBytes.read(path).split(separator: UInt8(ascii: "\n")) {
        guard let entry = try? decoder.decode(JournalEntry.self, from: Data(line)) else {
          unreadable += 1
          continue
        }
        records[entry.output.path, default: JournalRecord()].add(entry)
      }
    }
    self.records = records
    unreadableLines = unreadable
  }

  deinit { file.withLock { $0.close() } }

  /// The absolute paths of all paintings that the journal knows of.
  public var paintings: Set<PicturePath> {
    Set(records.keys.map { folder.appending($0).normalised })
  }

  /// Finished paintings' pixels, seconds and bytes, for estimates.
  var measurements: [JournalRecord.Measurement] { records.values.compactMap(\.measurement) }

  func record(of output: PicturePath) -> JournalRecord? { records[name(of: output)] }

  /// How the journal calls a painting.
  func name(of output: PicturePath) -> PicturePath {
    let absolute = (output.folder.resolved ?? output.folder.absolute).appending(output.name)
    let start = folder.bytes + [UInt8(ascii: "/")]
    return absolute.bytes.starts(with: start)
      ? PicturePath(bytes: Array(absolute.bytes[start.count...])) : absolute
  }

  /// - Throws: `ImageError.unwritable`, ``JobError/folderCannotBeMade(path:reason:)``.
  func append(_ entry: JournalEntry) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = Array(try encoder.encode(entry))
    // What has begun must be on the disk before the painting is: see ``JournalEntry/Event/began``.
    try file.withLock { try $0.append(line, toDisk: entry.event == .began) }
  }

  /// Brings what was written to the disk.
  func flush() { file.withLock { $0.close() } }
}

/// What a journal says of one painting: its last lines.
struct JournalRecord {
  struct Measurement {
    var recipe: Recipe
    var device: String
    var width: Int
    var height: Int
    var seconds: Double
    var bytes: Int
  }

  private(set) var finished: JournalEntry?
  /// Only while nothing follows that says how it ended.
  private(set) var began: JournalEntry?

  mutating func add(_ entry: JournalEntry) {
    switch entry.event {
    case .began: began = entry
    case .finished: (finished, began) = (entry, nil)
    case .failed: began = nil
    }
  }

  var measurement: Measurement? {
    guard let finished, let width = finished.width, let height = finished.height,
      let seconds = finished.seconds, let bytes = finished.painting?.size
    else { return nil }
    return Measurement(
      recipe: finished.recipe, device: finished.device ?? "", width: width, height: height,
      seconds: seconds, bytes: bytes)
  }
}
