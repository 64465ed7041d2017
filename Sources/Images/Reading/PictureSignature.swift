internal import Glibc

/// What the first bytes of a file say of its format, before anything is decoded.
public enum PictureSignature {
  /// How many bytes are looked at.
  public static let length = 32

  /// The usual suffix of the format, lower case with the dot; nil for bytes of no format that is known here.
  ///
  /// - Parameter head: the first ``length`` bytes, or all of a shorter file.
  public static func suffix(of head: some Collection<UInt8>) -> String? {
    let head = Array(head.prefix(length))
    func has(_ text: String, at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: Array(text.utf8))
    }
    func has(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
    if has([0xFF, 0xD8, 0xFF]) { return ".jpg" }
    if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return ".png" }
    if has("GIF87a") || has("GIF89a") { return ".gif" }
    if has("RIFF"), has("WEBP", at: 8) { return ".webp" }
    if has([0x49, 0x49, 0x2A, 0]) || has([0x4D, 0x4D, 0, 0x2A]) { return ".tif" }
    if has([0x49, 0x49, 0x2B, 0]) || has([0x4D, 0x4D, 0, 0x2B]) { return ".tif" }
    if has("ftyp", at: 4) {
      if ["avif", "avis"].contains(where: { has($0, at: 8) }) { return ".avif" }
      let brands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
      if brands.contains(where: { has($0, at: 8) }) { return ".heic" }
    }
    if has([0xFF, 0x0A]) || has("JXL ", at: 4) { return ".jxl" }
    if has("jP  ", at: 4) { return ".jp2" }
    if has([0xFF, 0x4F, 0xFF, 0x51]) { return ".j2k" }
    if head.count > 2, head[0] == UInt8(ascii: "P"), " \t\r\n".utf8.contains(head[2]) {
      if (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(head[1]) { return ".ppm" }
      if "Ff".utf8.contains(head[1]) { return ".pfm" }
    }
    if has("#?RADIANCE") || has("#?RGBE") { return ".hdr" }
    return nil
  }

  /// The suffix of a regular file's format, by its first bytes; nil when it can't be read, or as
  /// ``suffix(of:)`` says. Links are followed, but nothing is waited for.
  public static func suffix(of path: PicturePath) -> String? {
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var head = [UInt8](repeating: 0, count: length)
    let count = pread(descriptor, &head, length, 0)
    return count > 0 ? suffix(of: head[..<count]) : nil
  }
}
