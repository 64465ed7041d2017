internal import CVips

/// What goes along from the picture that was read to the one that is written: EXIF, XMP, IPTC, comments and
/// resolution, without what would no longer be true (orientation, preview, colour profile, pages).
public final class PictureMetadata: Sendable {
  private let fields: VipsPicture
  /// Pixels per millimetre.
  let resolution: (x: Double, y: Double)

  init(of opened: VipsPicture) {
    // An image without pixels serves as a bag of fields.
    let fields = VipsPicture(vips_image_new())!
    for name in opened.fieldNames where Self.isKept(name) {
      stylize_vips_copy_field(opened.pointer, fields.pointer, name)
    }
    Self.findXMP(in: opened, for: fields)
    Self.rewrite(fields)
    resolution = Self.resolution(of: opened)
    self.fields = fields
  }

  /// Puts the fields on a picture that is about to be written.
  ///
  /// - Parameter wrapsIPTC: JPEG keeps IPTC inside a Photoshop block, other formats keep it bare.
  func copy(to image: VipsPicture, wrapsIPTC: Bool) {
    for name in fields.fieldNames where Self.isKept(name) {
      stylize_vips_copy_field(fields.pointer, image.pointer, name)
    }
    if wrapsIPTC, let bare = fields.blob(VIPS_META_IPTC_NAME) {
      image.setBlob(VIPS_META_IPTC_NAME, PhotoshopBlock.wrapping(iptc: bare))
    }
  }

  /// IFD 1 describes the preview, which shows the picture as it was; IFD 4 says which colour space a camera
  /// meant where it couldn't say it in IFD 2.
  private static func isKept(_ field: String) -> Bool {
    if ["exif-ifd1-", "exif-ifd4-"].contains(where: { field.hasPrefix($0) }) { return false }
    if field == "exif-ifd0-Orientation" { return false }
    return field.hasPrefix("exif-") || field.hasPrefix("png-comment-")
      || [
        VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME, VIPS_META_IMAGEDESCRIPTION,
        VIPS_META_RESOLUTION_UNIT, "gif-comment",
      ].contains(field)
  }

  /// libvips gives XMP in HEIF and AVIF a name by its place in the file.
  private static func findXMP(in opened: VipsPicture, for fields: VipsPicture) {
    guard !opened.has(VIPS_META_XMP_NAME) else { return }
    for name in opened.fieldNames where name.hasPrefix("heif-mime-") {
      if let block = opened.blob(name), block.firstRange(of: Array("xmpmeta".utf8)) != nil {
        return fields.setBlob(VIPS_META_XMP_NAME, block)
      }
    }
  }

  private static func rewrite(_ fields: VipsPicture) {
    if let exif = fields.blob(VIPS_META_EXIF_NAME) {
      fields.setBlob(VIPS_META_EXIF_NAME, ExifBlock.withoutPreview(exif))
    }
    if let xmp = fields.blob(VIPS_META_XMP_NAME) {
      fields.setBlob(VIPS_META_XMP_NAME, XMPBlock.withoutOrientation(xmp))
    }
    if let iptc = fields.blob(VIPS_META_IPTC_NAME) {
      fields.setBlob(VIPS_META_IPTC_NAME, PhotoshopBlock.iptc(in: iptc) ?? iptc)
    }
    // The pixels are sRGB now, which is 1, whatever they were.
    if fields.has("exif-ifd2-ColorSpace") {
      vips_image_set_string(fields.pointer, "exif-ifd2-ColorSpace", "1")
    }
  }

  /// From the header, or where libvips leaves it at 1 (HEIF), from EXIF. Its strings look like
  /// `300/1 (300, Rational, 1 components, 8 bytes)`.
  private static func resolution(of opened: VipsPicture) -> (Double, Double) {
    let header = (vips_image_get_xres(opened.pointer), vips_image_get_yres(opened.pointer))
    guard header == (1, 1), let x = rational(opened.text("exif-ifd0-XResolution")),
      let y = rational(opened.text("exif-ifd0-YResolution"))
    else { return header }
    let centimetres = opened.text("exif-ifd0-ResolutionUnit")?.hasPrefix("3") == true
    let perUnit = centimetres ? 10.0 : 25.4
    return (x / perUnit, y / perUnit)
  }

  private static func rational(_ text: String?) -> Double? {
    guard let fraction = text?.prefix(while: { $0 != " " }).split(separator: "/"),
      fraction.count == 2, let top = Double(fraction[0]), let bottom = Double(fraction[1]),
      top > 0, bottom > 0
    else { return nil }
    return top / bottom
  }
}
