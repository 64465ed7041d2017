internal import CLKernels
internal import Engine
internal import Networks

/// Takes the moments that kernels leave per block, merges them on the device and brings them to the
/// program.
///
/// Merging before they travel leaves little for the bus and for the program's one thread.
final class MomentsCollector: @unchecked Sendable {
  private let session: DeviceSession
  // Stages are run by one thread at a time.
  private var parts: DeviceBuffer?
  private var merged: DeviceBuffer?
  /// Kept until what is on its way into them has come.
  private var receiving: [BlockMoments] = []

  /// Bytes of the moments of one group's blocks; more where a single row of merged blocks has more.
  private static let usualBytes = 16 << 20

  init(_ session: DeviceSession) { self.session = session }

  /// The rows of a tile in groups whose blocks' moments fit the buffer at once.
  func groups(of tile: Region, into moments: BlockMoments?) -> [Range<Int>] {
    guard let moments else { return [tile.rows] }
    let step = OpenCLKernel.block.height
    let lineBytes =
      bytes(of: Size(height: step, width: tile.columns.count), stride: moments.stride)
    let height = max(Self.usualBytes / lineBytes, 1) * step
    return stride(from: tile.rows.lowerBound, to: tile.rows.upperBound, by: height).map {
      $0..<min($0 + height, tile.rows.upperBound)
    }
  }

  /// Where the moments of a group's blocks are to go.
  func target(for group: Range<Int>, _ tile: Region, into moments: BlockMoments?) throws
    -> StageCall.Moments?
  {
    guard let moments else { return nil }
    let size = Size(height: group.count, width: tile.columns.count)
    let needed = bytes(of: size, stride: moments.stride)
    if parts.map({ $0.byteCount < needed }) ?? true {
      parts = nil
      parts = try session.allocator.buffer(needed, for: "moments of blocks")
    }
    return StageCall.Moments(
      buffer: parts!, row: group.lowerBound, column: tile.columns.lowerBound,
      columns: (size.width + StageCall.blockColumns - 1) / StageCall.blockColumns,
      lanes: moments.stride / 2)
  }

  /// Merges a group's moments and sends them to `moments`, where they are after the queue has
  /// finished.
  func collect(
    _ group: Range<Int>, _ columns: Range<Int>, from target: StageCall.Moments,
    into moments: BlockMoments
  ) throws {
    let block = OpenCLKernel.block
    let rows = (group.count + block.height - 1) / block.height
    let count = (columns.count + block.width - 1) / block.width
    let lineBytes = count * moments.stride * MemoryLayout<Float>.size
    if merged.map({ $0.byteCount < rows * lineBytes }) ?? true {
      merged = nil
      merged = try session.allocator.buffer(rows * lineBytes, for: "merged moments")
    }
    let kernel = try session.programs.kernel(.mergeMoments, [:])
    let parameters = stylize_cl_merge(
      height: Int32(group.count), width: Int32(columns.count), lanes: Int32(target.lanes))
    try kernel.enqueue(
      on: session.queue, [.buffer(target.buffer), .buffer(merged!), .merge(parameters)],
      groups: [moments.channels, count, rows], group: nil)
    receiving.append(moments)
    for row in 0..<rows {
      let storage = moments.storage(
        row: group.lowerBound + row * block.height, column: columns.lowerBound)
      try session.queue.read(
        merged!, at: row * lineBytes,
        into: UnsafeMutableRawBufferPointer(start: storage, count: lineBytes), blocking: false)
    }
  }

  /// Called when nothing is on its way any more.
  func forget() { receiving = [] }

  /// Bytes of the moments of all blocks of a region.
  private func bytes(of size: Size, stride: Int) -> Int {
    let rows = (size.height + StageCall.blockRows - 1) / StageCall.blockRows
    let columns = (size.width + StageCall.blockColumns - 1) / StageCall.blockColumns
    return rows * columns * stride * MemoryLayout<Float>.size
  }
}
