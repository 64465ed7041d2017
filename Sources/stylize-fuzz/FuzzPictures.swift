import ArgumentParser
import Files
import Foundation
import ImageIO

struct FuzzPictures: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pictures",
    abstract: "Damage pictures of every format, read them, and write again what can be read.")

  @Argument(help: "Folders of more pictures to begin with.")
  var folders: [String] = []

  @OptionGroup var trials: TrialOptions

  private static let formats = [
    ".jpg", ".jpg[interlace]", ".png", ".png[interlace]", ".png[palette]", ".tif",
    ".tif[compression=deflate]", ".tif[compression=jpeg]", ".tif[compression=lzw,tile]",
    ".tif[pyramid,tile,compression=deflate]", ".webp", ".webp[lossless]", ".gif", ".avif", ".ppm",
  ]
  private static let limits = ImageLimits(maxPixels: 2_000_000)

  func run() throws {
    var mutator = Mutator(seed: trials.seed)
    let seeds = try self.seeds(&mutator)
    let writers = try [".jpg", ".png", ".tif", ".webp"].map {
      ImageWriter(format: try ImageFormat(suffix: $0))
    }
    var trials = try Trials(trials)
    while !trials.isOver {
      let bytes = mutator.damaged(
        seeds.randomElement(using: &mutator)!, spliced: seeds.randomElement(using: &mutator)!)
      let writer = writers.randomElement(using: &mutator)!
      let strip = Int.random(in: 1...70, using: &mutator)
      try trials.run(bytes, as: "picture", expected: { $0 is ImageError }) { path in
        let reader = try ImageReader(.file(Path(path)), limits: Self.limits)
        let picture = try Self.read(reader, strip: strip)
        // What was read can be written, with whatever the file said of itself.
        if reader.info.width * reader.info.height < 50_000 { _ = try writer.encode(picture) }
      }
    }
    trials.say()
  }

  private func seeds(_ random: inout Mutator) throws -> [[UInt8]] {
    var seeds: [[UInt8]] = []
    for depth in BitDepth.allCases {
      for hasAlpha in [false, true] {
        let picture = Self.picture(depth, hasAlpha: hasAlpha, &random)
        for format in Self.formats {
          seeds.append(
            try ImageWriter(format: ImageFormat(argument: format)).encode(picture))
        }
      }
    }
    for folder in folders {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        seeds.append(Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))))
      }
    }
    return seeds
  }

  /// Makes a picture of soft shapes with some noise.
  private static func picture(
    _ depth: BitDepth, hasAlpha: Bool, _ random: inout Mutator
  ) -> OutputImage {
    let (width, height) = (61, 83)
    let noise = (0..<width * height * 3 * depth.bytes).map { _ in
      UInt8.random(in: 0..<40, using: &random)
    }
    func source(channels: Int) -> RowSource {
      { rows, target in
        for index in 0..<rows.count * width * channels * depth.bytes {
          let at = (rows.lowerBound * width * channels * depth.bytes + index) % noise.count
          target[index] = UInt8(at / 97 % 200) + noise[at]
        }
      }
    }
    return OutputImage(
      width: width, height: height, depth: depth, colour: source(channels: 3),
      alpha: hasAlpha ? source(channels: 1) : nil)
  }

  /// Reads a picture to its end, strip by strip, into memory.
  private static func read(_ reader: ImageReader, strip: Int) throws -> OutputImage {
    let (info, metadata) = (reader.info, reader.metadata)
    let rowBytes = info.width * info.depth.bytes
    var colour = [UInt8](repeating: 0, count: info.height * rowBytes * 3)
    var alpha = [UInt8](repeating: 0, count: info.height * rowBytes)
    for top in stride(from: 0, to: info.height, by: strip) {
      let rows = top..<min(top + strip, info.height)
      try colour.withUnsafeMutableBytes { colour in
        try alpha.withUnsafeMutableBytes { alpha in
          try reader.read(
            rows: rows,
            into: .init(
              rebasing: colour[rows.lowerBound * rowBytes * 3..<rows.upperBound * rowBytes * 3]),
            alpha: .init(rebasing: alpha[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes]))
        }
      }
    }
    func source(_ values: [UInt8], _ rowBytes: Int) -> RowSource {
      { rows, target in
        target.copyBytes(from: values[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
      }
    }
    return OutputImage(
      width: info.width, height: info.height, depth: info.depth, metadata: metadata,
      colour: source(colour, rowBytes * 3), alpha: info.hasAlpha ? source(alpha, rowBytes) : nil)
  }
}
