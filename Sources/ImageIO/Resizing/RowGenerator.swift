internal import CVips

/// Provides libvips with the rows of a picture that is made elsewhere, from top to bottom.
///
/// libvips calls from whatever thread it computes on but, behind vips_sequential, never twice at once, so
/// nothing is locked.
final class RowGenerator {
  private let width: Int
  private let rowBytes: Int
  private let source: RowSource
  /// The error that the source threw; libvips itself only learns that it failed.
  private(set) var failure: (any Error)?
  private var next = 0

  init(width: Int, bands: Int, depth: BitDepth, source: @escaping RowSource) {
    self.width = width
    rowBytes = width * bands * depth.bytes
    self.source = source
  }

  /// Makes the image whose rows come from this generator; nil when libvips can't. The generator must outlive it.
  func makeImage(height: Int, bands: Int, depth: BitDepth) -> VipsHandle? {
    guard let image = VipsHandle(vips_image_new()) else { return nil }
    let wide = depth == .sixteen
    let space =
      bands == 1
      ? (wide ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W)
      : (wide ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB)
    vips_image_init_fields(
      image.pointer, Int32(width), Int32(height), Int32(bands),
      wide ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, space, 1, 1)
    let generate: VipsGenerateFn = { region, _, feed, _, _ in
      Unmanaged<RowGenerator>.fromOpaque(feed!).takeUnretainedValue().deliver(region!)
    }
    let feed = Unmanaged.passUnretained(self).toOpaque()
    guard stylize_vips_row_pipeline(image.pointer) == 0,
      vips_image_generate(image.pointer, nil, generate, nil, feed, nil) == 0
    else { return nil }
    return image.after { stylize_vips_sequential($0, 16) }
  }

  /// Fills the region that libvips asks for; −1 stops it.
  private func deliver(_ region: UnsafeMutablePointer<VipsRegion>) -> Int32 {
    let area = region.pointee.valid
    let rows = Int(area.top)..<Int(area.top + area.height)
    guard failure == nil, area.left == 0, area.width == width, rows.lowerBound == next else {
      return -1
    }
    do {
      let first = stylize_vips_region_row(region, 0, area.top)!
      let isPacked =
        rows.count == 1 || stylize_vips_region_row(region, 0, area.top + 1)! - first == rowBytes
      for part in isPacked ? [rows] : rows.map({ $0..<$0 + 1 }) {
        let target = stylize_vips_region_row(region, 0, Int32(part.lowerBound))!
        try source(part, .init(start: target, count: part.count * rowBytes))
      }
      next = rows.upperBound
      return 0
    } catch {
      failure = error
      return -1
    }
  }
}
