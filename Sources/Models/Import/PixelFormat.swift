/// In what form a network takes or gives pictures.
public struct PixelFormat: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The numbers for black and white.
  public enum Range: String, Hashable, Sendable, Codable, CaseIterable {
    /// 0 to 1.
    case unit
    /// 0 to 255.
    case bytes
    /// −1 to 1.
    case signed
    /// 0 to 1, less the mean of ImageNet's pictures and divided by their deviation, by channel.
    case imageNet
  }

  public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
    case rgb, bgr
  }

  public var range: Range
  public var order: Order

  public init(_ range: Range, _ order: Order = .rgb) {
    self.range = range
    self.order = order
  }

  public var description: String {
    let numbers =
      switch range {
      case .unit: "0…1"
      case .bytes: "0…255"
      case .signed: "−1…1"
      case .imageNet: "0…1 less ImageNet's mean, over its deviation"
      }
    return "\(order.rawValue.uppercased()) \(numbers)"
  }

  /// From a picture, RGB 0…1, to the numbers of the network, RGB.
  var map: ChannelMap {
    switch range {
    case .unit: ChannelMap(scale: [1, 1, 1], shift: [0, 0, 0])
    case .bytes: ChannelMap(scale: [255, 255, 255], shift: [0, 0, 0])
    case .signed: ChannelMap(scale: [2, 2, 2], shift: [-1, -1, -1])
    case .imageNet:
      ChannelMap(
        scale: [1 / 0.229, 1 / 0.224, 1 / 0.225],
        shift: [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225])
    }
  }
}

extension ChannelMap {
  /// What undoes it.
  var inverse: ChannelMap {
    ChannelMap(
      scale: scale.map { 1 / $0 }, shift: zip(scale, shift).map { -$1 / $0 })
  }
}

extension NetworkDraft {
  /// The picture in the form that the network takes.
  mutating func photograph(as format: PixelFormat) throws -> Value {
    try inOrder(format.order, mapped(input, format.map, isOnlyUse: false))
  }

  /// What the network gives back as a picture.
  mutating func painting(_ x: Value, from format: PixelFormat) throws -> Value {
    let ordered = try inOrder(format.order, x)
    return try mapped(ordered, format.map.inverse, isOnlyUse: true)
  }

  private mutating func inOrder(_ order: PixelFormat.Order, _ x: Value) throws -> Value {
    guard order == .bgr else { return x }
    var kernel = try Kernel(outputs: 3, inputs: 3, height: 1, width: 1)
    for channel in 0..<3 { kernel[channel, 2 - channel, 0, 0] = 1 }
    return try convolution(x, kernel, bias: nil)
  }
}
