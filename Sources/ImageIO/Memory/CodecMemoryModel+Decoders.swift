internal import CVips

extension CodecMemoryModel {
  /// The model of the decoder of a picture that was opened.
  ///
  /// - Parameter input: the source from which a TIFF file's layout is read, which libvips keeps to itself.
  init(decoding opened: VipsHandle, format: String, from input: ImageInput) {
    let bands = Double(opened.bands)
    let isWide = ![VIPS_FORMAT_UCHAR, VIPS_FORMAT_CHAR].contains(opened.format)
    let pixel = bands * Double(vips_format_sizeof(opened.format))
    let alpha = vips_image_hasalpha(opened.pointer) != 0
    switch format {
    case "jpeg":
      // libjpeg keeps all coefficients of a file of many scans, 2 bytes each. libvips calls 4:2:0 whatever
      // isn't 4:4:4; 4:2:2 has the most of them.
      let isMultiscan =
        opened.number("jpeg-multiscan") == 1 || opened.number("interlaced") == 1
      let isSubsampled = opened.text("jpeg-chroma-subsample") == "4:2:0" && opened.bands == 3
      // Four channels go through the tables of a large profile, and have steps of their own.
      self.init(
        perPixel: isMultiscan ? (isSubsampled ? 4 : 2 * bands) : 0,
        fixed: opened.bands > 3 ? 32 << 20 : 0)
    case "png":
      self.init(perPixel: opened.number("interlaced") == 1 ? pixel : 0)
    case "tiff":
      self = TIFFLayout(of: input)?.model(opened) ?? CodecMemoryModel(perPixel: 2 * pixel)
    case "ppm", "rad":
      self = .nothing
    case "webp":
      // The frame and the canvas that it is laid on.
      self.init(perPixel: alpha ? 9 : 8, perFileByte: 1)
    case "gif":
      self.init(perPixel: 4.5, perFileByte: 1)
    case "heif":
      self.init(perPixel: isWide ? (alpha ? 16 : 13) : (alpha ? 10 : 9), perFileByte: 1)
    case "jxl":
      self.init(perPixel: alpha ? 36 : 24, perFileByte: 1)
    case "jp2k":
      self.init(perPixel: 4 * bands, perFileByte: 1)
    default:
      // Drawings are rendered in tiles, others are read whole, some by way of ImageMagick.
      self.init(perPixel: 8 * (isWide ? 2 : 1), perFileByte: 1)
    }
  }
}

/// The layout of a TIFF file's first picture in strips or tiles (TIFF 6.0, sections 3 and 15).
struct TIFFLayout {
  private var rowsPerStrip = Int.max
  private var tile: (width: Int, height: Int)?
  private var compression = 1
  private var hasSeparatePlanes = false

  init?(of input: ImageInput) {
    guard
      let fields = input.withReader({ part in
        TIFFDirectoryReader(part).map { file in
          file.fields(at: file.firstDirectory).compactMap { field in
            file.value(Array(field.data.prefix(TIFFField.size(ofType: field.type) ?? 0)))
              .map { (field.tag, $0) }
          }
        }
      }) ?? nil
    else { return nil }
    let values = Dictionary(fields, uniquingKeysWith: { first, _ in first })
    rowsPerStrip = values[278] ?? .max
    compression = values[259] ?? 1
    hasSeparatePlanes = values[284] == 2
    if let width = values[322], let height = values[323] { tile = (width, height) }
  }

  /// The memory model for this layout. Two rows of tiles are kept. Strips of more than 128 lines are read line by line
  /// where that can be done; the bytes of a compressed one are kept in a block that is doubled until it is large
  /// enough. Others are decoded whole, and then put together.
  func model(_ opened: VipsHandle) -> CodecMemoryModel {
    let pixel = Double(opened.bands) * Double(vips_format_sizeof(opened.format))
    let (width, height) = (Double(opened.width), Double(opened.height))
    if let tile, tile.width > 0 {
      let across = (width / Double(tile.width)).rounded(.up) * Double(tile.width) / width
      return CodecMemoryModel(perColumn: min(across * Double(tile.height) * 2 * pixel, 1e12))
    }
    let rows = min(Double(rowsPerStrip), height)
    guard rows > 128 else { return .nothing }
    if hasSeparatePlanes || Self.codecsOfWholeStrips.contains(compression) {
      return CodecMemoryModel(perColumn: 2 * pixel * rows)
    }
    return CodecMemoryModel(perFileByte: compression == 1 ? 0 : 2 * rows / height)
  }

  /// The compressions that decode whole strips: both kinds of JPEG, JBIG, WebP, JPEG XL.
  private static let codecsOfWholeStrips: Set = [6, 7, 34661, 50001, 50002]
}
