internal import CGLib

/// The hash of FIPS 180-4, by which a pack names the file that it was made from. GLib computes it.
package enum SHA256 {
  /// The hash of bytes, as 64 hexadecimal digits in lower case.
  package static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> String {
    let checksum = g_checksum_new(G_CHECKSUM_SHA256)!
    defer { g_checksum_free(checksum) }
    // GLib takes a zero-terminated string where the length is negative, so nothing is said of no bytes at all.
    if let start = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty {
      g_checksum_update(checksum, start, bytes.count)
    }
    return String(cString: g_checksum_get_string(checksum))
  }
}
