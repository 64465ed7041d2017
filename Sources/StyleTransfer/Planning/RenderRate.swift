internal import Engine
internal import ImageIO
internal import Networks

/// The cost of a pixel: time and disk space.
package struct RenderRate {
  /// The time per computed pixel, in seconds. With large strokes, fewer pixels are computed than the result has.
  package var secondsPerPixel: Double
  /// The size of the encoded file per pixel of the result, in bytes.
  package var bytesPerPixel: Double

  package init(seconds: Double, computed: Int, bytes: Int, pixels: Int) {
    secondsPerPixel = seconds / Double(max(computed, 1))
    bytesPerPixel = Double(bytes) / Double(max(pixels, 1))
  }
}

extension Pipeline {
  /// The size at which a photograph is rendered.
  func computedSize(_ photograph: Size) -> Size {
    settings.strokeSize.workingSize(for: photograph, recommended: settings.workingSize)
  }

  /// The cost of a photograph, in computed pixels: decoding, enlarging and encoding cost about a tenth of a computed
  /// pixel for each pixel of the photograph.
  func work(of photograph: Size) -> Double {
    Double(computedSize(photograph).pixels) + 0.1 * Double(photograph.pixels)
  }

  /// Renders and encodes a small picture of waves and grain, once to warm up and once against the clock.
  func measuredRate(format: ImageFormat) throws -> RenderRate {
    let size = Size(height: 288, width: 384)
    let plan = try planner.plan(for: size, input: .uint8, output: .uint8)
    let executor = Executor(network)
    let map = try network.makeInput(plan)
    try Self.testPicture(size).withUnsafeBytes { try map.write($0, rows: 0..<size.height) }
    _ = try executor.run(map, style: settings.style, plan: plan)
    let start = ContinuousClock.now
    let painting = try executor.run(map, style: settings.style, plan: plan)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let encoded = try ImageWriter(format: format, quality: options.quality, strip: true).encode(
      OutputImage(
        width: size.width, height: size.height, depth: .eight,
        colour: { rows, bytes in try painting.read(rows: rows, into: bytes) }))
    return RenderRate(
      seconds: seconds, computed: size.pixels, bytes: encoded.count, pixels: size.pixels)
  }

  private static func testPicture(_ size: Size) -> [UInt8] {
    var grain: UInt32 = 1
    return (0..<size.pixels * 3).map { index in
      let (row, column) = (index / 3 / size.width, index / 3 % size.width)
      grain = grain &* 1_664_525 &+ 1_013_904_223
      let wave = (row * (index % 3 + 1) / 2 + column) % 256
      return UInt8((wave < 128 ? wave : 255 - wave) + Int(grain >> 26))
    }
  }
}
