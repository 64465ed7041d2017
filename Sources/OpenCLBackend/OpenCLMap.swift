internal import CLKernels
package import Engine
package import Networks

/// A feature map in a device's memory.
///
/// The layout is [row][column][channel]; channels of maps that are not pictures are padded to a
/// multiple of four.
package final class OpenCLMap: FeatureMap, @unchecked Sendable {
  package let shape: Shape
  package let region: Region
  package let element: Element
  let bands: RowBands
  let buffers: [DeviceBuffer]

  init(
    _ shape: Shape, _ element: Element, region: Region, maximumAllocation: Int,
    from allocator: DeviceAllocator
  ) throws {
    self.shape = shape
    self.region = region
    self.element = element
    let bands = try RowBands(
      region.rows, rowBytes: Self.rowBytes(of: shape, element, region: region),
      maximumAllocation: maximumAllocation)
    self.bands = bands
    buffers = try (0..<bands.count).map {
      try allocator.buffer(
        bands[$0].count * bands.rowBytes, isMap: true, for: "a map of \(shape)")
    }
  }

  static func rowBytes(of shape: Shape, _ element: Element, region: Region) -> Int {
    region.columns.count * lanes(of: shape, element) * element.byteCount
  }

  static func lanes(of shape: Shape, _ element: Element) -> Int {
    element.isPicture ? shape.channels : (shape.channels + 3) / 4 * 4
  }

  /// The part of the map that a kernel sees when it is given rows that one call can reach.
  func window(_ rows: Range<Int>) -> MapWindow {
    let first = bands.index(of: rows.lowerBound)
    let second = min(first + 1, bands.count - 1)
    return MapWindow(
      first: buffers[first], second: buffers[second],
      parameters: stylize_cl_window(
        row: Int32(bands[first].lowerBound), split: Int32(bands[first].upperBound),
        column: Int32(region.columns.lowerBound), pitch: Int32(region.columns.count),
        lanes: Int32(Self.lanes(of: shape, element)), channels: Int32(shape.channels)))
  }
}

struct MapWindow {
  let first: DeviceBuffer
  let second: DeviceBuffer
  let parameters: stylize_cl_window
}

extension Element {
  /// The element type's number in the kernels.
  var kernelElement: Int32 {
    switch self {
    case .uint8: STYLIZE_U8
    case .uint16: STYLIZE_U16
    case .float16: STYLIZE_F16
    case .float32: STYLIZE_F32
    }
  }
}

extension Activation {
  var kernelActivation: Int32 {
    switch self {
    case .none: STYLIZE_NONE
    case .relu: STYLIZE_RELU
    case .sigmoid: STYLIZE_SIGMOID
    case .tanh: STYLIZE_TANH
    }
  }
}
