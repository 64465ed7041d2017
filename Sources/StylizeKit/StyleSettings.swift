internal import Files
internal import Glibc
internal import StyleTransfer
public import SystemPackage

/// The look of results: a style or a mix of several, and how it is applied.
///
/// ```swift
/// var look = StyleSettings("starry:0.7,wave:0.3", strength: 0.8)
/// look.keepsColours = true
/// ```
public struct StyleSettings: Hashable, Sendable {
  /// A style's name such as `starry`, or a mix such as `starry:0.7,wave:0.3`, whose weights are divided by their sum.
  public var style: String
  /// The amount of style, 0…1.5: 0 is the picture itself, 1 the style as it was trained. What one sees grows evenly.
  public var strength: Double
  /// The factor by which strokes are larger than the network makes them, 1…64; nil for what suits the style and the
  /// size of the picture. With 1, every pixel goes through the network.
  public var strokeSize: Double?
  /// The share of the picture's finest detail that is given back where strokes are enlarged: 0 none, 1 as much
  /// contrast as the result has there.
  public var detail = 1.0
  /// The share, 0…2, of the noise that the style recommends for even surfaces, so that strokes grow there too.
  public var grain = 1.0
  /// Whether hues are those of the picture, and only light and dark are changed.
  public var keepsColours = false
  /// A picture whose white parts are rendered and whose black parts stay as they are; it is stretched to the size of
  /// each picture.
  public var mask: FilePath?

  /// Makes the look of a style or a mix.
  ///
  /// - Parameters:
  ///   - style: a name, or a mix such as `starry:0.7,wave:0.3`.
  ///   - strength: the amount of style, 0…1.5.
  public init(_ style: String, strength: Double = 1) {
    (self.style, self.strength) = (style, strength)
  }

  /// Makes the look of a mix.
  ///
  /// - Parameters:
  ///   - mix: the weight of each style by its name; weights are divided by their sum.
  ///   - strength: the amount of style, 0…1.5.
  public init(mix: [String: Double], strength: Double = 1) {
    let parts = mix.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
    self.init(parts.joined(separator: ","), strength: strength)
  }
}

extension StyleSettings {
  /// The same for the modules below.
  ///
  /// - Throws: ``StylizeError`` where a number is outside its range.
  func checked() throws(StylizeError) -> StyleTransfer.StyleSettings {
    typealias Settings = StyleTransfer.StyleSettings
    var settings = Settings(style: style, strength: strength)
    if let strokeSize {
      try Self.check(strokeSize, 1...StrokeSize.limit, "stroke size")
      settings.strokeSize = .times(strokeSize)
    }
    try Self.check(detail, 0...1, "share of detail")
    try Self.check(grain, Settings.grains, "share of grain")
    (settings.detail, settings.grain, settings.keepsColours) = (detail, grain, keepsColours)
    settings.mask = mask.map { Path($0) }
    return settings
  }

  private static func check(
    _ value: Double, _ range: ClosedRange<Double>, _ name: String
  ) throws(StylizeError) {
    guard range.contains(value) else {
      throw StylizeError(
        code: .naming,
        message: "found a \(name) of \(value), expected \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension Path {
  /// A path of a user, which never stands for a stream: `-` is a file of that name.
  init(_ path: FilePath) {
    self = path.withPlatformString {
      Path(bytes: UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init(bitPattern:)))
    }
    if self == "-" { self = "./-" }
  }
}

extension FilePath {
  init(_ path: Path) { self = path.filePath }
}
