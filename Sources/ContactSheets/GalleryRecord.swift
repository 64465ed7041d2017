internal import Files
internal import Foundation
internal import ImageIO

/// The record of the files in a folder that a gallery made, so that the next one replaces those and no others.
struct GalleryRecord {
  /// The name of the record in the gallery's folder.
  static let fileName: Path = ".stylize-gallery.json"

  /// A file, by its path below the folder.
  private struct Entry: Codable {
    var path: PathText
    /// The XXH64 hash of its bytes; nil while it is being made, where there was no file before or one that may be
    /// replaced.
    var hash: String?
  }

  private let folder: Path
  private var hashes: [Path: String?]

  /// Reads the record of a folder; empty where it can't be read.
  init(of folder: Path) {
    self.folder = folder
    let bytes = try? FileBytes.read(folder.appending(Self.fileName), .own)
    let entries = bytes.flatMap { try? JSONDecoder().decode([Entry].self, from: Data($0)) } ?? []
    hashes = Dictionary(entries.map { ($0.path.path, $0.hash) }, uniquingKeysWith: { $1 })
  }

  /// Whether a file is unchanged since an earlier gallery made it, or may be left from one that was interrupted.
  func isOurs(_ path: Path) -> Bool {
    guard FileStatus(path, followingLinks: false)?.kind == .file,
      let known = hashes[below(path)]
    else { return false }
    guard let hash = known else { return true }
    return (try? ContentHash.text(of: path)) == hash
  }

  /// Records that files are about to be made.
  ///
  /// - Throws: `ImageError.unwritable`.
  mutating func begin(_ paths: [Path]) throws {
    for path in paths { hashes[below(path)] = .some(nil) }
    try keep()
  }

  /// Records the hash of a finished file; saved with the next `begin`, or at once for files directly in the folder.
  mutating func finish(_ path: Path) throws {
    hashes[below(path)] = try ContentHash.text(of: path)
    if path.folder == folder { try keep() }
  }

  private func keep() throws {
    let entries = hashes.map { Entry(path: PathText($0.key), hash: $0.value) }
      .sorted { $0.path.path.bytes.lexicographicallyPrecedes($1.path.path.bytes) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let place = folder.appending(Self.fileName)
    let bytes = Array(try encoder.encode(entries))
    try folder.makeFolder()
    do throws(Cause) {
      try AtomicFile.write(bytes, to: place.filePath, overwrite: true)
    } catch {
      throw ImageError.unwritable(path: place.description, reason: error)
    }
  }

  private func below(_ path: Path) -> Path {
    Path(bytes: Array(path.bytes.dropFirst(folder.appending("x").bytes.count - 1)))
  }
}
