internal import StyleLibrary

extension PixelFormat {
  /// The map from a picture, RGB 0…1, to the numbers that the network takes, RGB.
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
  /// The inverse map.
  var inverse: ChannelMap {
    ChannelMap(
      scale: scale.map { 1 / $0 }, shift: zip(scale, shift).map { -$1 / $0 })
  }
}

extension NetworkDraft {
  /// The draft's input in the form that the network takes.
  mutating func photograph(as format: PixelFormat) throws -> Value {
    try inOrder(format.order, mapped(input, format.map, isOnlyUse: false))
  }

  /// The network's result `x` in a format, as a picture, RGB 0…1.
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
