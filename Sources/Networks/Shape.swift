/// The height and width of a picture or feature map, in pixels.
package struct Size: Hashable, Sendable, CustomStringConvertible {
  package var height: Int
  package var width: Int

  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  package var pixels: Int { height * width }

  package var description: String { "\(width)×\(height)" }
}

/// The shape of a feature map: (channels, height, width).
package struct Shape: Hashable, Sendable, CustomStringConvertible {
  package var channels: Int
  package var size: Size

  package init(channels: Int, size: Size) {
    self.channels = channels
    self.size = size
  }

  package init(_ channels: Int, _ height: Int, _ width: Int) {
    self.init(channels: channels, size: Size(height: height, width: width))
  }

  package var height: Int { size.height }
  package var width: Int { size.width }

  package var description: String { "(\(channels), \(height), \(width))" }
}
