internal import Files
internal import ImageIO
internal import Networks

/// The weights of the result against the original, pixel by pixel; read once for a whole batch.
struct Mask: RowStep {
  private let width: Int
  private let height: Int
  /// The weights of the pixels: 0 keeps the original, 255 takes the result.
  private let weights: [UInt8]

  /// Reads the weights from a picture: its luma (Rec. ITU-R BT.709, of encoded values) times its opacity.
  ///
  /// - Throws: `ImageError`.
  init(_ path: Path, limits: ImageLimits) throws {
    let reader = try ImageReader(.file(path), limits: limits)
    let info = reader.info
    let values = info.width * 3
    var row = [UInt8](repeating: 0, count: values * info.depth.bytes)
    var opacity = [UInt8](repeating: 0, count: info.width * info.depth.bytes)
    var narrow = [UInt8](repeating: 0, count: values)
    var opaque = [UInt8](repeating: 0, count: info.width)
    var weights: [UInt8] = []
    weights.reserveCapacity(info.width * info.height)
    for index in 0..<info.height {
      try row.withUnsafeMutableBytes { row in
        try opacity.withUnsafeMutableBytes { opacity in
          try reader.read(rows: index..<index + 1, into: row, alpha: opacity)
          narrow.withUnsafeMutableBytes {
            BitDepth.eight.convert(UnsafeRawBufferPointer(row), of: info.depth, into: $0)
          }
          opaque.withUnsafeMutableBytes {
            BitDepth.eight.convert(UnsafeRawBufferPointer(opacity), of: info.depth, into: $0)
          }
        }
      }
      for pixel in 0..<info.width {
        let (red, green, blue) = (narrow[pixel * 3], narrow[pixel * 3 + 1], narrow[pixel * 3 + 2])
        let luma = (Int(red) * 2126 + Int(green) * 7152 + Int(blue) * 722 + 5000) / 10000
        weights.append(UInt8((luma * Int(opaque[pixel]) + 127) / 255))
      }
    }
    (width, height, self.weights) = (info.width, info.height, weights)
  }

  /// Lays the result over the original where the mask is white.
  ///
  /// Encoded values are mixed, not linear light: a grey ramp then looks like an even transition from one to the other,
  /// where linear light would let the brighter of the two win early.
  func apply(to result: ImageRows, _ images: StepImages) throws -> ImageRows {
    let (size, original) = (result.size, images.original)
    let weights = try self.weights(at: size)
    return ImageRows(size: size, depth: result.depth) { rows, bytes in
      try result.read(rows, bytes)
      try original.withRows(rows) { original in
        try withUnsafeTemporaryAllocation(byteCount: rows.count * size.width, alignment: 64) {
          try weights(rows, $0)
          let weights = UnsafeRawBufferPointer($0)
          switch result.depth {
          case .eight: Self.mix(bytes, original, weights, UInt8.self)
          case .sixteen: Self.mix(bytes, original, weights, UInt16.self)
          }
        }
      }
    }
  }

  private func weights(at size: Size) throws -> RowSource {
    let (weights, width) = (weights, width)
    let own: RowSource = { rows, bytes in
      weights.withUnsafeBytes {
        bytes.copyMemory(
          from: .init(rebasing: $0[rows.lowerBound * width..<rows.upperBound * width]))
      }
    }
    guard size != Size(height: height, width: width) else { return own }
    let resizer = try RowResizer(
      from: (width, height), to: (size.width, size.height), bands: 1, depth: .eight, source: own)
    return { try resizer.read(rows: $0, into: $1) }
  }

  @inline(__always)
  private static func mix<Value: FixedWidthInteger & UnsignedInteger>(
    _ result: UnsafeMutableRawBufferPointer, _ original: UnsafeRawBufferPointer,
    _ weights: UnsafeRawBufferPointer, _: Value.Type
  ) {
    let result = result.assumingMemoryBound(to: Value.self)
    let original = original.assumingMemoryBound(to: Value.self)
    for pixel in weights.indices {
      let weight = UInt32(weights[pixel])
      for value in pixel * 3..<pixel * 3 + 3 {
        let sum =
          UInt32(result[value]) * weight + UInt32(original[value]) * (255 - weight) + 127
        result[value] = Value(truncatingIfNeeded: sum / 255)
      }
    }
  }
}
