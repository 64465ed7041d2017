internal import CVips

/// What goes along from the picture that was read to the one that is written: EXIF, XMP, IPTC, comments and
/// resolution, without what would no longer be true (orientation, preview, colour profile, pages).
public final class PictureMetadata: Sendable {
  let fields: VipsPicture
  /// Pixels per millimetre.
  let resolution: (x: Double, y: Double)

  init(of opened: VipsPicture) {
    // An image without pixels serves as a bag of fields.
    fields = VipsPicture(vips_image_new())!
    resolution = (vips_image_get_xres(opened.pointer), vips_image_get_yres(opened.pointer))
    guard let names = vips_image_get_fields(opened.pointer) else { return }
    defer { g_strfreev(names) }
    var next = names
    while let name = next.pointee {
      if Self.isKept(String(cString: name)) {
        stylize_vips_copy_field(opened.pointer, fields.pointer, name)
      }
      next += 1
    }
    resetOrientationInXMP()
  }

  /// Puts the fields on a picture that is about to be written.
  func copy(to image: UnsafeMutablePointer<VipsImage>) {
    guard let names = vips_image_get_fields(fields.pointer) else { return }
    defer { g_strfreev(names) }
    var next = names
    while let name = next.pointee {
      if Self.isKept(String(cString: name)) {
        stylize_vips_copy_field(fields.pointer, image, name)
      }
      next += 1
    }
  }

  /// IFD 1 describes the preview, which shows the picture as it was.
  private static func isKept(_ field: String) -> Bool {
    if field.hasPrefix("exif-ifd1-") || field == "exif-ifd0-Orientation" { return false }
    return field.hasPrefix("exif-") || field.hasPrefix("png-comment-")
      || [
        VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME, VIPS_META_IMAGEDESCRIPTION,
        VIPS_META_RESOLUTION_UNIT, "gif-comment",
      ].contains(field)
  }

  /// XMP may repeat the EXIF orientation as `tiff:Orientation="6"` or as an element of that name; the digit
  /// becomes 1 where it stands.
  private func resetOrientationInXMP() {
    var data: UnsafeRawPointer?
    var count = 0
    guard fields.has(VIPS_META_XMP_NAME),
      vips_image_get_blob(fields.pointer, VIPS_META_XMP_NAME, &data, &count) == 0, let data
    else { return }
    var bytes = Array(UnsafeRawBufferPointer(start: data, count: count))
    for opening in ["tiff:Orientation=\"", "tiff:Orientation='", "<tiff:Orientation>"] {
      let key = Array(opening.utf8)
      var from = 0
      while let found = bytes[from...].firstRange(of: key) {
        from = found.upperBound
        if from < bytes.count, (UInt8(ascii: "2")...UInt8(ascii: "8")).contains(bytes[from]) {
          bytes[from] = UInt8(ascii: "1")
        }
      }
    }
    bytes.withUnsafeBytes {
      vips_image_set_blob_copy(
        fields.pointer, VIPS_META_XMP_NAME, $0.baseAddress, $0.count)
    }
  }
}
