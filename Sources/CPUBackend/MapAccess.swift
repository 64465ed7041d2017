internal import CKernels
internal import Engine
internal import Glibc

extension stylize_map {
  /// The value at a pixel of the whole map, which must be stored.
  func value(_ row: Int, _ column: Int, _ channel: Int) -> Float {
    let index = index(row, column, channel)
    return switch element {
    case stylize_u8: Float(data.load(fromByteOffset: index, as: UInt8.self)) / 255
    case stylize_u16: Float(data.load(fromByteOffset: 2 * index, as: UInt16.self)) / 65535
    case stylize_f16: Float(data.load(fromByteOffset: 2 * index, as: Float16.self))
    default: data.load(fromByteOffset: 4 * index, as: Float.self)
    }
  }

  /// Stores a value; pictures are clamped and rounded, binary16 is clamped to its finite range.
  func store(_ value: Float, _ row: Int, _ column: Int, _ channel: Int) {
    let index = index(row, column, channel)
    switch element {
    case stylize_u8:
      let level = UInt8(min(max(value * 255, 0), 255).rounded(.toNearestOrEven))
      data.storeBytes(of: level, toByteOffset: index, as: UInt8.self)
    case stylize_u16:
      let level = UInt16(min(max(value * 65535, 0), 65535).rounded(.toNearestOrEven))
      data.storeBytes(of: level, toByteOffset: 2 * index, as: UInt16.self)
    case stylize_f16:
      let finite = min(max(value, -65504), 65504)
      data.storeBytes(of: Float16(finite), toByteOffset: 2 * index, as: Float16.self)
    default:
      data.storeBytes(of: value, toByteOffset: 4 * index, as: Float.self)
    }
  }

  var isPicture: Bool { element == stylize_u8 || element == stylize_u16 }

  private func index(_ row: Int, _ column: Int, _ channel: Int) -> Int {
    let (row, column) = (row - Int(self.row), column - Int(self.column))
    let pixel = row * Int(columns) + column
    guard !isPicture else { return pixel * Int(channels) + channel }
    let lanes = ChannelAffine.lanes
    return (channel / lanes * Int(rows) * Int(columns) + pixel) * lanes + channel % lanes
  }
}

extension stylize_activation {
  func apply(_ value: Float) -> Float {
    switch self {
    case stylize_relu: max(value, 0)
    case stylize_sigmoid: 1 / (1 + expf(-value))
    case stylize_tanh: tanhf(value)
    default: value
    }
  }
}
