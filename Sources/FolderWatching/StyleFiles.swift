internal import Files
internal import StyleLibrary
internal import StyleTransfer

/// The files that a look is made of, with their status on the disk.
struct StyleFiles: Equatable {
  private var stamps: [Path: FileStatus] = [:]
  /// The folders of these files, in which something changes when the look does.
  private(set) var folders: Set<Path> = []

  /// - Throws: `ModelError` when the style can't be found or read.
  init(of settings: StyleSettings, in catalog: Catalog) throws {
    let style = try catalog.resolve(
      StyleMix(settings.style), strength: StrengthCurve.weight(settings.strength))
    var packs = Set(style.parts.map(\.pack.folder) + [style.network.folder])
    if let identity = catalog.identity(of: style.network) { packs.insert(identity.folder) }
    for pack in packs.map({ Path($0) }) {
      folders.insert(pack)
      for name in (try? pack.entries()) ?? [] where !name.isHidden {
        add(pack.appending(name))
      }
    }
    if let mask = settings.mask {
      folders.insert(mask.folder)
      add(mask)
    }
  }

  private mutating func add(_ path: Path) {
    if let facts = FileStatus(path), facts.kind == .file { stamps[path] = facts }
  }

  /// Whether any of the files has changed its size or date, is gone or was replaced.
  var haveChanged: Bool { stamps.contains { FileStatus($0.key) != $0.value } }
}
