/// The height and width of a picture or feature map, in pixels.
public struct Size: Hashable, Sendable, CustomStringConvertible {
  public var height: Int
  public var width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  public var pixels: Int { height * width }

  public var description: String { "\(width)×\(height)" }
}

/// The shape of a feature map: (channels, height, width).
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public var channels: Int
  public var size: Size

  public init(channels: Int, size: Size) {
    self.channels = channels
    self.size = size
  }

  public init(_ channels: Int, _ height: Int, _ width: Int) {
    self.init(channels: channels, size: Size(height: height, width: width))
  }

  public var height: Int { size.height }
  public var width: Int { size.width }

  public var description: String { "(\(channels), \(height), \(width))" }
}
