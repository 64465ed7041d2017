internal import Devices
internal import Engine
internal import ImageIO
package import ModelImport
internal import Networks
internal import StyleLibrary
internal import StyleTransfer

/// Makes styles of networks that others trained.
package enum StyleImport {
  /// Reads a foreign network, paints a sample with it, and keeps it as a style pack with that sample
  /// as its preview. The pack is there complete or not at all. Blocks while it reads and paints.
  ///
  /// - Throws: `ModelError` and `NetworkError` when the file is no such network; `EngineError` when
  ///   the sample has numbers that are not finite, or a single colour.
  package static func run(_ request: ImportRequest) throws -> ImportResult {
    let backend = try ComputeDevice.processor.makeBackend()
    return try Importer.run(request) { style, network in try sample(style, network, on: backend) }
  }

  /// A small JPEG, painted as any picture is.
  private static func sample<B: Backend>(
    _ style: StylePack, _ pack: NetworkPack, on backend: B
  ) throws -> [UInt8] {
    let network = try PreparedNetwork(pack.network(), weights: pack.weights(), on: backend)
    let size = Size(height: 192, width: 256)
    let plan = try Planner(network).plan(for: size, input: .uint8, output: .uint8)
    let photograph = try network.makeInput(plan)
    try scene(size).withUnsafeBytes { try photograph.write($0, rows: 0..<size.height) }
    let painting = try Executor(network).run(photograph, style: style.vectors(), plan: plan)
    let rows = ImageRows(of: painting)
    return try ImageWriter(format: ImageFormat(suffix: ".jpg"), quality: 85).encode(
      OutputImage(width: size.width, height: size.height, depth: .eight, colour: rows.read),
      name: "the sample")
  }

  /// A sun above hills: flat parts, soft parts and edges, interleaved, 8 bits.
  private static func scene(_ size: Size) -> [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(size.pixels * 3)
    for row in 0..<size.height {
      for column in 0..<size.width {
        let (x, y) = (Double(column) / 256, Double(row) / 192)
        let toSun = ((x - 0.7) * (x - 0.7) * 1.8 + (y - 0.28) * (y - 0.28)).squareRoot()
        let hill = 0.62 + 0.12 * (x - 0.4) * (x - 0.4) - 0.3 * x * (1 - x)
        let colour: (Double, Double, Double) =
          if y > hill {
            (0.3 + 0.3 * (y - hill), 0.5 - 0.3 * (y - hill), column / 12 % 2 == 0 ? 0.2 : 0.3)
          } else if toSun < 0.1 {
            (1, 0.9, 0.6)
          } else {
            (0.45 + 0.4 * y, 0.6 + 0.2 * y, 0.95 - 0.4 * toSun)
          }
        for value in [colour.0, colour.1, colour.2] {
          pixels.append(UInt8(min(max(value, 0), 1) * 255))
        }
      }
    }
    return pixels
  }
}
