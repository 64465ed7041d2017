internal import CVips

/// Hands rows from a ``RowSource`` to libvips in the layout and depth that is written.
///
/// libvips calls from its own threads but, behind vips_sequential, never twice at once, so nothing is locked.
final class EncoderFeed {
  let picture: OutputImage
  /// The number of values per pixel that are written: 3, or 4 with alpha.
  let bands: Int
  let depth: BitDepth
  /// The error that a row source threw; libvips itself only learns that it failed.
  private(set) var failure: (any Error)?
  private var next = 0
  private var colour: [UInt8] = []
  private var alpha: [UInt8] = []

  init(_ picture: OutputImage, keepsAlpha: Bool, depth: BitDepth) {
    self.picture = picture
    self.depth = depth
    bands = picture.alpha != nil && keepsAlpha ? 4 : 3
  }

  /// Makes the image whose rows this feed delivers; nil when libvips can't. The feed must outlive it.
  func makeImage() throws -> VipsHandle? {
    guard let image = VipsHandle(vips_image_new()) else { return nil }
    let wide = depth == .sixteen
    vips_image_init_fields(
      image.pointer, Int32(picture.width), Int32(picture.height), Int32(bands),
      wide ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, VIPS_CODING_NONE,
      wide ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB,
      picture.metadata?.resolution.x ?? 72 / 25.4, picture.metadata?.resolution.y ?? 72 / 25.4)
    guard stylize_vips_row_pipeline(image.pointer) == 0 else { return nil }
    let generate: VipsGenerateFn = { region, _, pump, _, _ in
      Unmanaged<EncoderFeed>.fromOpaque(pump!).takeUnretainedValue().deliver(region!)
    }
    let pump = Unmanaged.passUnretained(self).toOpaque()
    guard vips_image_generate(image.pointer, nil, generate, nil, pump, nil) == 0 else {
      return nil
    }
    return image
  }

  /// Fills the region that libvips asks for; −1 stops it.
  private func deliver(_ region: UnsafeMutablePointer<VipsRegion>) -> Int32 {
    let area = region.pointee.valid
    let rows = Int(area.top)..<Int(area.top + area.height)
    guard failure == nil, area.left == 0, area.width == picture.width, rows.lowerBound == next
    else { return -1 }
    do {
      try fill(rows, of: region)
      next = rows.upperBound
      return 0
    } catch {
      failure = error
      return -1
    }
  }

  private func fill(_ rows: Range<Int>, of region: UnsafeMutablePointer<VipsRegion>) throws {
    let values = rows.count * picture.width
    let size = picture.depth.bytes
    if colour.count < values * 3 * size {
      colour = [UInt8](repeating: 0, count: values * 3 * size)
    }
    try colour.withUnsafeMutableBytes {
      try picture.colour(rows, .init(rebasing: $0[..<(values * 3 * size)]))
    }
    if let source = picture.alpha {
      if alpha.count < values * size { alpha = [UInt8](repeating: 0, count: values * size) }
      try alpha.withUnsafeMutableBytes {
        try source(rows, .init(rebasing: $0[..<(values * size)]))
      }
    }
    for row in rows {
      let target = stylize_vips_region_row(region, 0, Int32(row))!
      let first = (row - rows.lowerBound) * picture.width
      switch (picture.depth, depth) {
      case (.eight, .eight): joinRow(target, first, UInt8.self) { $0 as UInt8 }
      case (.eight, .sixteen): joinRow(target, first, UInt8.self) { UInt16($0) * 257 }
      case (.sixteen, .sixteen): joinRow(target, first, UInt16.self) { $0 as UInt16 }
      case (.sixteen, .eight):
        // Rounded: 65535 is 255 times 257.
        joinRow(target, first, UInt16.self) { UInt8((UInt32($0) + 128) / 257) }
      }
    }
  }

  @inline(__always)
  private func joinRow<From: FixedWidthInteger & UnsignedInteger, To: FixedWidthInteger>(
    _ target: UnsafeMutableRawPointer, _ first: Int, _: From.Type, _ convert: (From) -> To
  ) {
    let target = target.assumingMemoryBound(to: To.self)
    colour.withUnsafeBytes { colour in
      alpha.withUnsafeBytes { alpha in
        let rgb = colour.baseAddress!.assumingMemoryBound(to: From.self) + first * 3
        guard picture.alpha != nil else {
          for value in 0..<(picture.width * 3) { target[value] = convert(rgb[value]) }
          return
        }
        let opacity = alpha.baseAddress!.assumingMemoryBound(to: From.self) + first
        for pixel in 0..<picture.width {
          for band in 0..<3 {
            let value = rgb[pixel * 3 + band]
            target[pixel * bands + band] = convert(
              bands == 4 ? value : Self.onWhite(value, opacity[pixel]))
          }
          if bands == 4 { target[pixel * 4 + 3] = convert(opacity[pixel]) }
        }
      }
    }
  }

  /// Blends a value with white: `white + (value - white) · opacity`, rounded.
  @inline(__always)
  private static func onWhite<Value: FixedWidthInteger & UnsignedInteger>(
    _ value: Value, _ opacity: Value
  ) -> Value {
    let white = UInt64(Value.max)
    let missing = (white - UInt64(value)) * UInt64(opacity)
    return Value(white - (missing + white / 2) / white)
  }
}
