internal import CKernels
public import Engine
internal import Glibc
public import Networks

/// A feature map in the program's memory, in the layout that the kernels share.
public final class CPUMap: FeatureMap, @unchecked Sendable {
  public let shape: Shape
  public let region: Region
  public let element: Element
  // Writers are given disjoint regions by the executor; readers come after them.
  let data: UnsafeMutableRawPointer
  private let byteCount: Int
  private let pool: BufferPool

  init(_ shape: Shape, _ element: Element, region: Region, from pool: BufferPool) throws {
    self.shape = shape
    self.region = region
    self.element = element
    self.pool = pool
    byteCount = Self.byteCount(of: shape, element, region: region)
    data = try pool.take(byteCount, for: "a map of \(shape)")
  }

  deinit { pool.give(back: data, byteCount) }

  static func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int {
    let channels =
      element.isPicture
      ? shape.channels
      : (shape.channels + ChannelAffine.lanes - 1) / ChannelAffine.lanes * ChannelAffine.lanes
    return channels * region.size.pixels * element.byteCount
  }

  /// The bytes of whole rows of a picture.
  func rows(_ rows: Range<Int>) -> UnsafeMutableRawBufferPointer {
    precondition(element.isPicture, "rows are contiguous in pictures only")
    let rowBytes = region.columns.count * shape.channels * element.byteCount
    return UnsafeMutableRawBufferPointer(
      start: data + (rows.lowerBound - region.rows.lowerBound) * rowBytes,
      count: rows.count * rowBytes)
  }

  /// The map as the kernels see it.
  var view: stylize_map {
    stylize_map(
      data: data, element: element.kernelElement, channels: Int32(shape.channels),
      height: Int32(shape.height), width: Int32(shape.width),
      row: Int32(region.rows.lowerBound), rows: Int32(region.rows.count),
      column: Int32(region.columns.lowerBound), columns: Int32(region.columns.count))
  }
}

extension Element {
  var kernelElement: stylize_element {
    switch self {
    case .uint8: stylize_u8
    case .uint16: stylize_u16
    case .float16: stylize_f16
    case .float32: stylize_f32
    }
  }
}

extension Activation {
  var kernelActivation: stylize_activation {
    switch self {
    case .none: stylize_none
    case .relu: stylize_relu
    case .sigmoid: stylize_sigmoid
    case .tanh: stylize_tanh
    }
  }
}
