internal import Engine
internal import ImageIO
internal import Networks

/// What a pixel costs.
package struct RenderRate {
  /// Of a pixel that is computed: large strokes are painted on a smaller picture.
  package var secondsPerPixel: Double
  /// Of a pixel of the painting.
  package var bytesPerPixel: Double

  package init(seconds: Double, computed: Int, bytes: Int, pixels: Int) {
    secondsPerPixel = seconds / Double(max(computed, 1))
    bytesPerPixel = Double(bytes) / Double(max(pixels, 1))
  }
}

extension Pipeline {
  /// The size at which a photograph is painted.
  func computedSize(_ photograph: Size) -> Size {
    settings.strokeSize.workingSize(for: photograph, recommended: settings.workingSize)
  }

  /// What a photograph costs, in pixels that are computed: decoding, enlarging and encoding cost about a
  /// tenth of that for each pixel of the photograph.
  func work(of photograph: Size) -> Double {
    Double(computedSize(photograph).pixels) + 0.1 * Double(photograph.pixels)
  }

  /// Paints and encodes a small picture of waves and grain, once to warm up and once against the clock.
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
