internal import CVips
package import Files
internal import Synchronization

extension ImageCodecs {
  /// The file name suffixes of one direction, lower case with the dot, sorted.
  package struct Formats: Sendable, Hashable {
    /// What can be opened now; see ``ImageCodecs/allowUntrustedFormats(_:)``.
    package let readable: [String]
    /// What can be written.
    package let writable: [String]
  }

  /// Which suffixes the installed libvips reads and writes.
  package static var formats: Formats {
    guard started else { return Formats(readable: [], writable: []) }
    return Formats(
      readable: suffixes(of: "VipsForeignLoad").subtracting(notPictures).sorted(),
      writable: suffixes(of: "VipsForeignSave").subtracting(notPictures)
        .subtracting(ImageFormat.noPaintings.keys).sorted())
  }

  /// Whether a file of this name is taken for a picture when a folder is scanned: a readable suffix in any
  /// case, and not hidden. Nothing is opened.
  package static func isImageName(_ name: Path) -> Bool {
    guard let suffix = name.suffix, !name.isHidden else { return false }
    return readableSuffixes.withLock { suffixes in
      let known = suffixes ?? Set(formats.readable).union(jpegSuffixes)
      suffixes = known
      return known.contains(suffix)
    }
  }

  /// Names that JPEG files go by besides those that libvips knows.
  package static let jpegSuffixes: Set<String> = [".jfif", ".jif", ".pjpeg", ".pjp"]

  /// What a scan looks for; nil until it is asked for. It's kept, since a scan asks for each of a hundred
  /// thousand names.
  private static let readableSuffixes = Mutex<Set<String>?>(nil)

  /// To be called when other formats are read than before.
  static func forgetReadableSuffixes() { readableSuffixes.withLock { $0 = nil } }

  /// Tables, raw memory dumps and folders of tiles, which libvips handles as well as pictures.
  private static let notPictures: Set<String> = [
    ".csv", ".mat", ".raw", ".v", ".vips", ".dz", ".szi", ".img",
  ]

  private static func suffixes(of base: String) -> Set<String> {
    guard let list = stylize_vips_suffixes(base) else { return [] }
    defer { g_strfreev(list) }
    var found: Set<String> = []
    var next = list
    while let suffix = next.pointee {
      found.insert(String(cString: suffix).lowercased())
      next += 1
    }
    return found
  }
}
