internal import Foundation
internal import SystemPackage

/// A file of the user's cache with entries by name. A file that can't be read counts as empty, and entries that can't
/// be kept are found out again next time.
package struct CacheFile<Entry: Codable & Sendable>: Sendable {
  private let file: URL?

  /// - Parameter folder: the folder of the file; nil for the user's cache.
  package init(_ name: String, folder: String? = nil) {
    file = (folder ?? UserFolders.cache).map {
      URL(fileURLWithPath: $0).appendingPathComponent(name)
    }
  }

  package var entries: [String: Entry] {
    guard let file, let bytes = try? FileContents.read(file.path, limit: 16 << 20, isOwn: true)
    else { return [:] }
    return (try? JSONDecoder().decode([String: Entry].self, from: Data(bytes))) ?? [:]
  }

  package func change(_ body: (inout [String: Entry]) -> Void) {
    guard let file else { return }
    var entries = entries
    body(&entries)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    guard let data = try? encoder.encode(entries) else { return }
    try? AtomicFile.write(Array(data), to: FilePath(file.path), overwrite: true)
  }
}
