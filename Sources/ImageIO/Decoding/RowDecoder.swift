internal import CVips
internal import Synchronization

/// The buffers into which rows are written. They belong to the caller, who waits until the call returns.
struct RowTarget: @unchecked Sendable {
  /// The row with which the buffers begin.
  let first: Int
  let colour: UnsafeMutableRawBufferPointer
  let alpha: UnsafeMutableRawBufferPointer?
}

/// The source of a reader's rows: a decoder in this process or in another one.
protocol RowProvider: AnyObject, Sendable {
  func read(rows: Range<Int>, into target: RowTarget) throws
}

/// The rows of a decoder in this process, which one thread at a time may read.
final class OwnRows: RowProvider {
  private let decoder: Mutex<RowDecoder>

  init(_ decoder: consuming sending RowDecoder) { self.decoder = Mutex(decoder) }

  func read(rows: Range<Int>, into target: RowTarget) throws {
    try decoder.withLock { try $0.read(rows: rows, into: target) }
  }
}

/// Takes rows out of libvips' pipeline, strip by strip.
struct RowDecoder: ~Copyable {
  private let picture: VipsHandle
  private let orientation: Orientation
  private let limits: ImageLimits
  private let info: ImageInfo
  private let name: String
  private let decoder: StripDecoder

  private var upright: Upright?
  private var strip: [UInt8] = []
  /// The rows that `strip` holds.
  private var held = 0..<0
  private var next = 0

  /// The picture with its orientation applied, and the pixels behind it where it had to be decoded whole.
  private struct Upright {
    let picture: VipsHandle
    let scratch: ScratchPixels?
  }

  init(
    picture: VipsHandle, orientation: Orientation, limits: ImageLimits, info: ImageInfo,
    name: String, source: InputSource, clock: DecodingClock
  ) {
    decoder = StripDecoder(source: source, clock: clock, name: name, height: info.height)
    self.picture = picture
    self.orientation = orientation
    self.limits = limits
    self.info = info
    self.name = name
  }

  private var bands: Int { info.hasAlpha ? 4 : 3 }

  mutating func read(rows: Range<Int>, into target: RowTarget) throws {
    guard rows.lowerBound >= next, rows.upperBound <= info.height else {
      throw ImageError.rowsOutOfOrder(path: name, asked: rows, next: next, height: info.height)
    }
    var row = rows.lowerBound
    while row < rows.upperBound {
      if !held.contains(row) { try fillStrip(from: row) }
      let part = row..<min(rows.upperBound, held.upperBound)
      hand(part, to: target)
      row = part.upperBound
    }
    next = rows.upperBound
  }

  /// Copies rows out of the strip.
  private func hand(_ part: Range<Int>, to target: RowTarget) {
    let pixels = part.count * info.width
    let done = (part.lowerBound - target.first) * info.width
    strip.withUnsafeBytes { strip in
      let rowBytes = info.width * bands * info.depth.bytes
      let from = UnsafeRawBufferPointer(
        rebasing: strip[((part.lowerBound - held.lowerBound) * rowBytes)...])
      switch info.depth {
      case .eight:
        Pixels<UInt8>.split(
          from, bands: bands, pixels: pixels, to: target, at: done)
      case .sixteen:
        Pixels<UInt16>.split(
          from, bands: bands, pixels: pixels, to: target, at: done)
      }
    }
  }

  private mutating func fillStrip(from row: Int) throws {
    let upright = try prepared()
    let rowBytes = info.width * bands * info.depth.bytes
    // Turned pictures are read across their rows: fewer, higher strips touch each page less often.
    let wanted = upright.scratch == nil ? 1 << 20 : 8 << 20
    let rows = row..<min(info.height, row + max(16, wanted / max(1, rowBytes)))
    if strip.count < rows.count * rowBytes {
      strip = [UInt8](repeating: 0, count: rows.count * rowBytes)
    }
    held = 0..<0
    // Columns are rows of the scratch file, and the system brings whole rows in.
    let columns =
      upright.scratch?.isFile == true && orientation.swapsSides
      ? max(64, ScratchPixels.residentBytes / max(1, info.height * bands * info.depth.bytes))
      : info.width
    let (decoder, width) = (decoder, info.width)
    for left in stride(from: 0, to: width, by: columns) {
      try strip.withUnsafeMutableBytes {
        try decoder.decode(
          upright.picture, rows: rows, columns: left..<min(left + columns, width),
          rowBytes: rowBytes, into: $0)
      }
      upright.scratch?.release()
    }
    held = rows
  }

  private mutating func prepared() throws -> Upright {
    if let upright { return upright }
    let made = try makeUpright()
    upright = made
    return made
  }

  private func makeUpright() throws -> Upright {
    if orientation.isUpright { return Upright(picture: picture, scratch: nil) }
    var whole = picture
    var scratch: ScratchPixels?
    if orientation.needsWholePicture {
      let rowBytes = picture.width * bands * info.depth.bytes
      let pixels = try ScratchPixels(byteCount: picture.height * rowBytes, limits: limits)
      let released = max(1, ScratchPixels.residentBytes / (64 * rowBytes)) * 64
      for top in stride(from: 0, to: picture.height, by: 64) {
        let rows = top..<min(top + 64, picture.height)
        try decoder.decode(
          picture, rows: rows, columns: 0..<picture.width, rowBytes: rowBytes,
          into: .init(rebasing: pixels.bytes[(top * rowBytes)...]))
        if top % released == 0 { pixels.release() }
      }
      let format = info.depth == .eight ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT
      guard
        let held = VipsHandle(
          vips_image_new_from_memory(
            pixels.bytes.baseAddress, pixels.bytes.count, Int32(picture.width),
            Int32(picture.height), Int32(bands), format))
      else { throw decoder.damaged(at: 0) }
      vips_image_set_int(held.pointer, VIPS_META_ORIENTATION, Int32(orientation.value))
      whole = held
      scratch = pixels
    }
    guard let turned = whole.after({ stylize_vips_autorot($0) }) else {
      throw decoder.damaged(at: 0)
    }
    return Upright(picture: turned, scratch: scratch)
  }
}

/// Decodes strips through libvips within the time that decoding may take.
private struct StripDecoder {
  let source: InputSource
  let clock: DecodingClock
  let name: String
  let height: Int

  /// The error to throw when libvips gives no rows.
  func damaged(at row: Int) -> ImageError {
    let reason = takeVipsError()
    if let cause = source.failure { return .unreadable(path: name, reason: cause) }
    if let limit = clock.limit, clock.isOver {
      return .decodingTooSlow(path: name, seconds: limit)
    }
    return .damaged(path: name, row: row, height: height, reason: reason)
  }

  /// Decodes part of a picture into a buffer of whole rows. A libvips region belongs to the thread that made it, so it
  /// lives for one call only.
  func decode(
    _ picture: VipsHandle, rows: Range<Int>, columns: Range<Int>, rowBytes: Int,
    into target: UnsafeMutableRawBufferPointer
  ) throws {
    guard let region = vips_region_new(picture.pointer) else {
      throw damaged(at: rows.lowerBound)
    }
    defer { stylize_vips_unref(region) }
    var area = VipsRect(
      left: Int32(columns.lowerBound), top: Int32(rows.lowerBound), width: Int32(columns.count),
      height: Int32(rows.count))
    let isDecoded = clock.run { deadline in
      source.setDeadline(deadline)
      return vips_region_prepare(region, &area) == 0
    }
    guard isDecoded, !clock.isOver else { throw damaged(at: rows.lowerBound) }
    let pixelBytes = rowBytes / picture.width
    let offset = columns.lowerBound * pixelBytes
    for row in rows {
      target.baseAddress!.advanced(by: (row - rows.lowerBound) * rowBytes + offset).copyMemory(
        from: stylize_vips_region_row(region, area.left, Int32(row)),
        byteCount: columns.count * pixelBytes)
    }
  }
}
