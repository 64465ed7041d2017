internal import CVips

/// The metadata that are carried from the picture that was read to the one that is written: EXIF, XMP, IPTC, comments
/// and resolution, without those that would no longer be true (orientation, preview, colour profile, pages).
package final class ImageMetadata: Sendable {
  private let fields: VipsHandle
  /// The resolution in pixels per millimetre.
  let resolution: (x: Double, y: Double)

  init(of opened: VipsHandle, from input: ImageInput) {
    // An image without pixels serves as a bag of fields.
    let fields = VipsHandle(vips_image_new())!
    for name in opened.fieldNames where Self.isKept(name) {
      stylize_vips_copy_field(opened.pointer, fields.pointer, name)
    }
    Self.findXMP(in: opened, for: fields)
    if opened.text(VIPS_META_LOADER)?.hasPrefix("tiff") == true {
      Self.findEXIF(inTIFF: input, for: fields)
    }
    Self.rewrite(fields)
    resolution = Self.resolution(of: opened)
    self.fields = fields
  }

  /// Restores the metadata from fields that another process has read.
  init(_ fields: [MetadataField], resolution: (x: Double, y: Double)) {
    let bag = VipsHandle(vips_image_new())!
    for field in fields where Self.isKept(field.name) { field.put(on: bag) }
    (self.fields, self.resolution) = (bag, resolution)
  }

  /// The metadata as a list of fields, to be sent to another process.
  var list: [MetadataField] { fields.fieldNames.compactMap { MetadataField($0, of: fields) } }

  /// Puts the fields on a picture that is about to be written.
  ///
  /// - Parameter wrapsIPTC: whether IPTC goes inside a Photoshop block, as in JPEG; other formats keep it bare.
  func copy(to image: VipsHandle, wrapsIPTC: Bool) {
    for name in fields.fieldNames where Self.isKept(name) {
      stylize_vips_copy_field(fields.pointer, image.pointer, name)
    }
    if wrapsIPTC, let bare = fields.blob(VIPS_META_IPTC_NAME) {
      image.setBlob(VIPS_META_IPTC_NAME, PhotoshopBlock.wrapping(iptc: bare))
    }
  }

  /// Whether a field is carried over. IFD 1 describes the preview, which shows the picture as it was; IFD 4 says which
  /// colour space a camera meant where it couldn't say so in IFD 2.
  private static func isKept(_ field: String) -> Bool {
    if ["exif-ifd1-", "exif-ifd4-"].contains(where: { field.hasPrefix($0) }) { return false }
    if field == "exif-ifd0-Orientation" { return false }
    return field.hasPrefix("exif-") || field.hasPrefix("png-comment-")
      || [
        VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME, VIPS_META_IMAGEDESCRIPTION,
        VIPS_META_RESOLUTION_UNIT, "gif-comment",
      ].contains(field)
  }

  /// Finds XMP in HEIF and AVIF, where libvips names it by its place in the file.
  private static func findXMP(in opened: VipsHandle, for fields: VipsHandle) {
    guard !opened.has(VIPS_META_XMP_NAME) else { return }
    for name in opened.fieldNames where name.hasPrefix("heif-mime-") {
      if let block = opened.blob(name), block.firstRange(of: Array("xmpmeta".utf8)) != nil {
        return fields.setBlob(VIPS_META_XMP_NAME, block)
      }
    }
  }

  /// Finds EXIF in a TIFF file. libvips writes only those EXIF fields that it has parsed, which it does when it opens a
  /// file: so the block is opened inside the smallest JPEG file there is.
  private static func findEXIF(inTIFF input: ImageInput, for fields: VipsHandle) {
    guard
      let exif = input.withReader({ TIFFDirectoryReader($0).flatMap(TIFFMetadata.exif) }) ?? nil,
      exif.count < 65_500, let carrier = smallestJPEG
    else { return }
    let length = exif.count + 2
    let header: [UInt8] = [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 255)]
    let file = carrier.prefix(2) + header + exif + carrier.dropFirst(2)
    guard let source = try? InputSource(.bytes(Array(file))),
      let opened = VipsHandle(stylize_vips_load_source("jpegload_source", source.pointer))
    else {
      _ = takeVipsError()
      return
    }
    for name in opened.fieldNames where name.hasPrefix("exif-") && isKept(name) {
      stylize_vips_copy_field(opened.pointer, fields.pointer, name)
    }
  }

  private static let smallestJPEG: [UInt8]? = try? ImageWriter(
    format: ImageFormat(suffix: ".jpg"), strip: true
  ).encode(
    OutputImage(width: 1, height: 1, depth: .eight) { _, pixel in
      pixel.initializeMemory(as: UInt8.self, repeating: 0)
    })

  /// The EXIF and IPTC that libvips leaves out of a TIFF file: bytes to append, and a patch of the header.
  func additions(
    toTIFF size: Int, bytes: @escaping (_ offset: Int, _ count: Int) -> [UInt8]?
  ) -> (appended: [UInt8], place: Int, patch: [UInt8])? {
    guard let file = TIFFDirectoryReader(bytes) else { return nil }
    return TIFFMetadata.additions(
      to: file, size: size, exif: fields.blob(VIPS_META_EXIF_NAME),
      iptc: fields.blob(VIPS_META_IPTC_NAME))
  }

  private static func rewrite(_ fields: VipsHandle) {
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

  /// The resolution by the header, or where libvips leaves it at 1 (HEIF), by EXIF, in pixels per millimetre. The
  /// strings of EXIF look like `300/1 (300, Rational, 1 components, 8 bytes)`.
  private static func resolution(of opened: VipsHandle) -> (Double, Double) {
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
