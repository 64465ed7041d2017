internal import CVips
package import Files
internal import Synchronization

extension ImageCodecs {
  /// The file name suffixes that can be read and written, in lower case with the dot, sorted.
  package struct Formats: Sendable, Hashable {
    /// The suffixes that can be read now; see ``ImageCodecs/allowUntrustedFormats(_:decodedBy:)``.
    package let readable: [String]
    /// The suffixes that can be written.
    package let writable: [String]
  }

  /// The suffixes that the installed libvips reads and writes.
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

  /// The suffixes of JPEG files besides those that libvips knows.
  package static let jpegSuffixes: Set<String> = [".jfif", ".jif", ".pjpeg", ".pjp"]

  /// The suffixes that a scan looks for; nil until they are asked for. They are kept, since a scan asks for each of a
  /// hundred thousand names.
  private static let readableSuffixes = Mutex<Set<String>?>(nil)

  /// Forgets the suffixes that a scan looks for, after the set of readable formats has changed.
  static func forgetReadableSuffixes() { readableSuffixes.withLock { $0 = nil } }

  /// The suffixes of tables, raw memory dumps and folders of tiles, which libvips handles as well as pictures.
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
