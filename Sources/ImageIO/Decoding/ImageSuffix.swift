package import Files
internal import Glibc

/// The usual suffix of a picture's format, by its first bytes, before anything is decoded.
package enum ImageSuffix {
  /// The number of bytes that are looked at.
  package static let length = ImageSignature.headBytes

  /// The suffix, in lower case with the dot; nil for bytes of an unknown format or of one without a usual suffix.
  ///
  /// - Parameter head: the first ``length`` bytes, or all of a shorter file.
  package static func suffix(of head: some Collection<UInt8>) -> String? {
    let head = Array(head.prefix(length))
    func has(_ text: String, at offset: Int) -> Bool {
      head.dropFirst(offset).starts(with: Array(text.utf8))
    }
    switch ImageSignature.of(head)?.format {
    case "jpeg": return ".jpg"
    case "png": return ".png"
    case "gif": return ".gif"
    case "webp": return ".webp"
    case "tiff": return ".tif"
    case "heif": return has("avif", at: 8) || has("avis", at: 8) ? ".avif" : ".heic"
    case "ppm": return "Ff".utf8.contains(head[1]) ? ".pfm" : ".ppm"
    case "rad": return ".hdr"
    case "jxl": return ".jxl"
    case "jp2k": return has("jP  ", at: 4) ? ".jp2" : ".j2k"
    default: return nil
    }
  }

  /// The suffix of a regular file's format, by its first bytes; nil when the file can't be read or its format has none.
  /// Links are followed, but nothing is waited for.
  package static func suffix(of path: Path) -> String? {
    guard let descriptor = try? FileOpening.toRead(path.bytes.map(CChar.init(bitPattern:)) + [0])
    else { return nil }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: length)
    let count = pread(descriptor, &head, length, 0)
    return count > 0 ? suffix(of: head[..<count]) : nil
  }
}
