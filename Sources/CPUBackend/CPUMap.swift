internal import CKernels
package import Engine
internal import Glibc
package import Networks

/// A feature map in the program's memory, in the layout that the kernels share.
package final class CPUMap: HostMap, RollingMap, @unchecked Sendable {
  package let shape: Shape
  package let region: Region
  package let element: Element
  // Writers are given disjoint regions by the executor; readers come after them.
  let data: UnsafeMutableRawPointer
  private let byteCount: Int
  private let pool: BufferPool
  /// The rows that take memory, in a map that grows and shrinks.
  private var resident: Range<Int>?

  /// - Parameter rolls: whether the map takes memory as its rows are written.
  init(
    _ shape: Shape, _ element: Element, region: Region, rolls: Bool = false,
    from pool: BufferPool
  ) throws {
    self.shape = shape
    self.region = region
    self.element = element
    self.pool = pool
    byteCount = Self.byteCount(of: shape, element, region: region)
    resident = rolls ? region.rows.lowerBound..<region.rows.lowerBound : nil
    data =
      try rolls
      ? pool.takeUncharged(byteCount, for: "a map of \(shape)")
      : pool.take(byteCount, for: "a map of \(shape)")
  }

  deinit {
    if let resident {
      pool.charge(-resident.count * layout.planes * layout.rowBytes)
      pool.giveBackUncharged(data, byteCount)
    } else {
      pool.give(back: data, byteCount)
    }
  }

  /// Takes memory for rows that are about to be written.
  func grow(to rows: Range<Int>) {
    guard let resident, rows.upperBound > resident.upperBound else { return }
    let added = min(rows.upperBound, region.rows.upperBound) - resident.upperBound
    pool.charge(added * layout.planes * layout.rowBytes)
    self.resident = resident.lowerBound..<resident.upperBound + added
  }

  /// Gives back the memory of all rows before this one.
  func shrink(to row: Int) {
    guard let resident, row > resident.lowerBound else { return }
    let end = min(row, resident.upperBound)
    for plane in 0..<layout.planes {
      let plane = plane * region.rows.count * layout.rowBytes
      let first = plane - region.rows.lowerBound * layout.rowBytes
      // A page that these rows share with earlier ones, which are gone already, goes as well; one
      // that they share with the last rows of the plane before does not.
      let from = max(
        (first + resident.lowerBound * layout.rowBytes) / Self.page,
        (plane + Self.page - 1) / Self.page)
      let to = (first + end * layout.rowBytes) / Self.page
      if from < to { madvise(data + from * Self.page, (to - from) * Self.page, MADV_DONTNEED) }
    }
    pool.charge((resident.lowerBound - end) * layout.planes * layout.rowBytes)
    self.resident = end..<resident.upperBound
  }

  private static let page = 4096

  var layout: RowLayout {
    Self.layout(of: Shape(channels: shape.channels, size: region.size), element)
  }

  static func layout(of shape: Shape, _ element: Element) -> RowLayout {
    guard !element.isPicture else {
      return RowLayout(planes: 1, rowBytes: shape.width * shape.channels * element.byteCount)
    }
    let lanes = ChannelAffine.lanes
    return RowLayout(
      planes: (shape.channels + lanes - 1) / lanes,
      rowBytes: shape.width * lanes * element.byteCount)
  }

  package var planes: Int { layout.planes }

  package func memory(of rows: Range<Int>, plane: Int) -> UnsafeMutableRawBufferPointer {
    grow(to: rows)
    return self.rows(rows, plane: plane)
  }

  package func release(rows: Range<Int>) { shrink(to: rows.upperBound) }

  /// The memory of whole rows of one plane.
  func rows(_ rows: Range<Int>, plane: Int) -> UnsafeMutableRawBufferPointer {
    let first = plane * region.rows.count + rows.lowerBound - region.rows.lowerBound
    return UnsafeMutableRawBufferPointer(
      start: data + first * layout.rowBytes, count: rows.count * layout.rowBytes)
  }

  static func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int {
    let layout = layout(of: Shape(channels: shape.channels, size: region.size), element)
    return layout.planes * layout.rowBytes * region.rows.count
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
