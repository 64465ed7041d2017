import Files
import Foundation
import ImageIO
import Synchronization

/// A whole picture, for comparing. Values are widened to UInt16 without scaling.
struct PictureInMemory: Equatable {
  var width: Int
  var height: Int
  var depth: BitDepth
  /// R, G, B interleaved.
  var colour: [UInt16]
  /// Empty when there is none.
  var alpha: [UInt16] = []

  init(
    width: Int, height: Int, depth: BitDepth = .eight, hasAlpha: Bool = false,
    colour: (_ x: Int, _ y: Int, _ channel: Int) -> Int
  ) {
    self.width = width
    self.height = height
    self.depth = depth
    self.colour = (0..<(width * height * 3)).map {
      UInt16(colour($0 / 3 % width, $0 / 3 / width, $0 % 3))
    }
    if hasAlpha {
      let full = depth == .eight ? 255 : 65535
      alpha = (0..<(width * height)).map { UInt16($0 % width * full / max(1, width - 1)) }
    }
  }

  /// Reads to the end in strips of `strip` rows.
  init(_ reader: ImageReader, strip: Int = 7) throws {
    let info = reader.info
    (width, height, depth) = (info.width, info.height, info.depth)
    (colour, alpha) = ([], [])
    for top in stride(from: 0, to: height, by: strip) {
      let rows = top..<min(top + strip, height)
      let values = rows.count * width
      var rgb = [UInt8](repeating: 0, count: values * 3 * depth.bytes)
      var opacity = [UInt8](repeating: 0, count: values * depth.bytes)
      try rgb.withUnsafeMutableBytes { rgb in
        try opacity.withUnsafeMutableBytes { opacity in
          try reader.read(rows: rows, into: rgb, alpha: info.hasAlpha ? opacity : nil)
        }
      }
      colour += Self.widen(rgb, depth)
      if info.hasAlpha { alpha += Self.widen(opacity, depth) }
    }
  }

  init(_ input: ImageInput, strip: Int = 7) throws {
    try self.init(ImageReader(input), strip: strip)
  }

  private static func widen(_ bytes: [UInt8], _ depth: BitDepth) -> [UInt16] {
    if depth == .eight { return bytes.map { UInt16($0) } }
    return bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
  }

  /// The picture as a writer takes it. Rows have to be asked for in order and once.
  func outgoing(metadata: ImageMetadata? = nil) -> OutputImage {
    OutputImage(
      width: width, height: height, depth: depth, metadata: metadata,
      colour: source(colour, channels: 3), alpha: alpha.isEmpty ? nil : source(alpha, channels: 1))
  }

  private func source(_ values: [UInt16], channels: Int) -> RowSource {
    let next = Order()
    let (width, depth) = (width, depth)
    return { rows, target in
      try next.advance(over: rows)
      let first = rows.lowerBound * width * channels
      for index in 0..<(rows.count * width * channels) {
        switch depth {
        case .eight: target[index] = UInt8(values[first + index])
        case .sixteen:
          target.storeBytes(of: values[first + index], toByteOffset: index * 2, as: UInt16.self)
        }
      }
    }
  }

  /// The largest difference of two pictures of one size, and the mean one, in steps of their depth.
  func difference(to other: PictureInMemory) -> (largest: Int, mean: Double) {
    guard width == other.width, height == other.height, depth == other.depth else {
      return (.max, .infinity)
    }
    let steps = zip(colour, other.colour).map { abs(Int($0) - Int($1)) }
    return (steps.max() ?? 0, Double(steps.reduce(0, +)) / Double(max(1, steps.count)))
  }

  /// R, G and B of one pixel.
  func pixel(_ x: Int, _ y: Int) -> [Int] {
    colour[((y * width + x) * 3)..<((y * width + x) * 3 + 3)].map { Int($0) }
  }
}

struct OutOfOrder: Error {}

/// Insists on rows in order, each once.
private final class Order: Sendable {
  private let next = Mutex(0)

  func advance(over rows: Range<Int>) throws {
    try next.withLock {
      guard rows.lowerBound == $0 else { throw OutOfOrder() }
      $0 = rows.upperBound
    }
  }
}

/// A folder of its own for one test, gone afterwards.
final class TestFolder {
  let path: Path
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("images-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = Path(url.path)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: Path) -> Path { path.appending(name) }

  func write(_ bytes: [UInt8], as name: String) throws -> Path {
    try Data(bytes).write(to: url.appendingPathComponent(name))
    return file(Path(name))
  }

  func read(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: url.appendingPathComponent(name)))
  }

  /// What lies in the folder, hidden files too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}
