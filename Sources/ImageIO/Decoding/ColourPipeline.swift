internal import CVips

/// Turns whatever a file holds into sRGB of 8 or 16 bits in 3 bands, or 4 with alpha.
///
/// Nothing is computed here: libvips records the steps and performs them when rows are asked for.
struct ColourPipeline {
  let picture: VipsHandle
  let depth: BitDepth
  let hasAlpha: Bool
  let usedProfile: Bool

  init(_ opened: VipsHandle, name: String) throws {
    // The fourth byte of Radiance's pixels is an exponent.
    let alpha =
      vips_image_hasalpha(opened.pointer) != 0
      && vips_image_get_coding(opened.pointer) == VIPS_CODING_NONE
    let numbers = try Self.wholeNumbers(opened, name: name)
    let depth: BitDepth = numbers.format == VIPS_FORMAT_UCHAR ? .eight : .sixteen

    let profiled = Self.throughProfile(numbers, depth: depth)
    let colour = try profiled ?? Self.withoutProfile(numbers, depth: depth, name: name)
    let format = depth == .eight ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT
    let bands = alpha ? 4 : 3
    guard colour.bands >= bands,
      let exact = colour.format == format
        ? colour : colour.after({ stylize_vips_cast($0, format) }),
      let picture = exact.bands == bands
        ? exact : exact.after({ stylize_vips_first_bands($0, Int32(bands)) })
    else {
      throw ImageError.unsupportedPixels(
        path: name, found: "\(opened.bands) bands (\(takeVipsError()))")
    }
    self.picture = picture
    self.depth = depth
    self.hasAlpha = alpha
    self.usedProfile = profiled != nil
  }

  /// The picture with values of 8 or 16 bits. Those stay as they are; wider and signed whole numbers and fractions
  /// become 16 bits. libvips knows the range of fractions in colour spaces of its own; others are taken for 0…1.
  private static func wholeNumbers(_ opened: VipsHandle, name: String) throws -> VipsHandle {
    let space = opened.interpretation
    let scaled: VipsHandle?
    switch opened.format {
    case VIPS_FORMAT_UCHAR, VIPS_FORMAT_USHORT:
      return opened
    case VIPS_FORMAT_UINT:
      scaled = opened.after { stylize_vips_scale($0, 1 / 65537) }
    case VIPS_FORMAT_INT:
      scaled = opened.after { stylize_vips_scale($0, 1 / 32768) }
    case VIPS_FORMAT_SHORT where !spacesWithRange.contains(space.rawValue),
      VIPS_FORMAT_CHAR where !spacesWithRange.contains(space.rawValue):
      scaled = opened.after { stylize_vips_scale($0, 1) }
    case VIPS_FORMAT_FLOAT where !spacesWithRange.contains(space.rawValue),
      VIPS_FORMAT_DOUBLE where !spacesWithRange.contains(space.rawValue):
      scaled = opened.after { stylize_vips_scale($0, 65535) }
    case VIPS_FORMAT_COMPLEX, VIPS_FORMAT_DPCOMPLEX:
      throw ImageError.unsupportedPixels(path: name, found: "complex numbers")
    default:
      // Encoded or in a space of its own range (Lab, scRGB, Radiance): libvips converts by the definition.
      guard let wide = opened.after({ stylize_vips_colourspace($0, VIPS_INTERPRETATION_RGB16) })
      else { throw ImageError.unsupportedPixels(path: name, found: takeVipsError()) }
      return wide
    }
    let grey = opened.bands < 3
    guard let clipped = scaled?.after({ stylize_vips_cast($0, VIPS_FORMAT_USHORT) }),
      let named = clipped.after({
        stylize_vips_reinterpret(
          $0, grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16)
      })
    else { throw ImageError.unsupportedPixels(path: name, found: takeVipsError()) }
    return named
  }

  private static let spacesWithRange: Set = [
    VIPS_INTERPRETATION_scRGB.rawValue, VIPS_INTERPRETATION_LAB.rawValue,
    VIPS_INTERPRETATION_LABS.rawValue, VIPS_INTERPRETATION_LABQ.rawValue,
    VIPS_INTERPRETATION_LCH.rawValue, VIPS_INTERPRETATION_XYZ.rawValue,
    VIPS_INTERPRETATION_YXY.rawValue, VIPS_INTERPRETATION_HSV.rawValue,
    VIPS_INTERPRETATION_CMC.rawValue,
  ]

  /// The picture converted through its profile; nil when there is none or it doesn't fit the pixels (a grey profile in
  /// an RGB file, garbage). Such a picture is read without a profile, as every viewer shows it.
  private static func throughProfile(_ picture: VipsHandle, depth: BitDepth) -> VipsHandle? {
    guard picture.has(VIPS_META_ICC_NAME) else { return nil }
    let converted = picture.after { stylize_vips_profile_to_srgb($0, Int32(depth.rawValue)) }
    if converted == nil { _ = takeVipsError() }
    return converted
  }

  private static func withoutProfile(
    _ picture: VipsHandle, depth: BitDepth, name: String
  ) throws -> VipsHandle {
    let space = depth == .eight ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_RGB16
    guard let converted = picture.after({ stylize_vips_colourspace($0, space) }) else {
      throw ImageError.unsupportedPixels(
        path: name, found: "\(picture.bands) bands (\(takeVipsError()))")
    }
    return converted
  }
}
