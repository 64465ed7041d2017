internal import ImageIO
internal import Networks

/// Brings the network's output to the size of the result, with the original's fine detail where the output follows it.
struct Enlargement: RowStep {
  /// The share of the original's detail that is added, 0…1.
  let detail: Double

  func apply(to rows: ImageRows, _ images: StepImages) throws -> ImageRows {
    try rows.enlarged(to: images.original, from: images.shrunk, detail: detail)
  }
}

extension ImageRows {
  /// The same picture at another size.
  ///
  /// - Throws: `ImageError`.
  func resized(to wanted: Size) throws -> ImageRows {
    guard wanted != size else { return self }
    let resizer = try RowResizer(
      from: (size.width, size.height), to: (wanted.width, wanted.height), depth: depth,
      source: read)
    return ImageRows(size: wanted, depth: depth) { try resizer.read(rows: $0, into: $1) }
  }

  /// This output at the size of its photograph, with the photograph's fine detail where the output follows it.
  ///
  /// - Parameters:
  ///   - photograph: the photograph at the wanted size.
  ///   - small: the photograph at the size of this output, as the network saw it.
  ///   - detail: the share of the detail that is added, 0…1.
  /// - Throws: `ImageError`.
  func enlarged(to photograph: ImageRows, from small: ImageRows, detail: Double) throws
    -> ImageRows
  {
    let wanted = photograph.size
    guard detail > 0, wanted.width > size.width || wanted.height > size.height else {
      return try resized(to: wanted)
    }
    let guide = GuidedUpsampling(painting: self, photograph: small, amount: detail)
    let resizer = try RowResizer(
      from: (size.width, size.height), to: (wanted.width, wanted.height),
      bands: GuidedUpsampling.bands, depth: .sixteen, source: { try guide.read($0, into: $1) })
    return ImageRows(size: wanted, depth: depth) { [depth] rows, bytes in
      try photograph.converted(to: depth).read(rows, bytes)
      let values = rows.count * wanted.width * GuidedUpsampling.bands
      try withUnsafeTemporaryAllocation(byteCount: 2 * values, alignment: 64) { lines in
        try resizer.read(rows: rows, into: lines)
        let lines = UnsafeRawBufferPointer(lines).assumingMemoryBound(to: UInt16.self)
        switch depth {
        case .eight: Self.draw(lines, over: bytes, UInt8.self)
        case .sixteen: Self.draw(lines, over: bytes, UInt16.self)
        }
      }
    }
  }

  /// Turns pixels of the photograph into `gain · luma + base`, in place.
  @inline(__always)
  private static func draw<Value: FixedWidthInteger & UnsignedInteger>(
    _ lines: UnsafeBufferPointer<UInt16>, over photograph: UnsafeMutableRawBufferPointer,
    _: Value.Type
  ) {
    let pixels = photograph.assumingMemoryBound(to: Value.self)
    let fullScale = Float(Value.max)
    let (gainStep, baseStep) = (
      GuidedUpsampling.gainRange / 65535, GuidedUpsampling.baseRange / 65535
    )
    for pixel in 0..<pixels.count / 3 {
      let (value, line) = (pixel * 3, pixel * GuidedUpsampling.bands)
      let luma = Luma.of(
        Float(pixels[value]), Float(pixels[value + 1]), Float(pixels[value + 2]))
      for channel in 0..<3 {
        let gain = Float(lines[line + channel]) * gainStep
        let base = Float(lines[line + 3 + channel]) * baseStep - GuidedUpsampling.gainRange
        let result = gain * luma + base * fullScale + 0.5
        pixels[value + channel] = Value(truncatingIfNeeded: Int32(min(max(result, 0), fullScale)))
      }
    }
  }
}

/// The luma of encoded values, by Rec. ITU-R BT.709.
enum Luma {
  @inline(__always)
  static func of(_ red: Float, _ green: Float, _ blue: Float) -> Float {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
}

/// The values of a picture as fractions of full scale, 0…1.
struct ImageValues {
  private let bytes: UnsafeRawBufferPointer
  private let depth: BitDepth

  init(_ bytes: UnsafeRawBufferPointer, depth: BitDepth) {
    self.bytes = bytes
    self.depth = depth
  }

  @inline(__always)
  subscript(index: Int) -> Float {
    switch depth {
    case .eight: Float(bytes[index]) / 255
    case .sixteen: Float(bytes.load(fromByteOffset: 2 * index, as: UInt16.self)) / 65535
    }
  }

  @inline(__always)
  func luma(_ pixel: Int) -> Float {
    Luma.of(self[pixel * 3], self[pixel * 3 + 1], self[pixel * 3 + 2])
  }
}
