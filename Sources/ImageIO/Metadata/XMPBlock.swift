/// XMP: a packet of RDF in XML.
enum XMPBlock {
  /// Writes 1 for an EXIF orientation that is repeated here, as `tiff:Orientation="6"` or as an element of
  /// that name. Only the digit changes, so the packet keeps its size.
  static func withoutOrientation(_ packet: [UInt8]) -> [UInt8] {
    var edited = packet
    for opening in ["tiff:Orientation=\"", "tiff:Orientation='", "<tiff:Orientation>"] {
      for found in packet.ranges(of: Array(opening.utf8)) where found.upperBound < packet.count {
        if (UInt8(ascii: "2")...UInt8(ascii: "8")).contains(packet[found.upperBound]) {
          edited[found.upperBound] = UInt8(ascii: "1")
        }
      }
    }
    return edited
  }
}
