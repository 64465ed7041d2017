internal import CLKernels
internal import Engine
internal import Networks

/// Collects the moments that kernels leave per block, merges them on the device and reads them
/// back.
///
/// Merging before the transfer leaves little for the bus and for the program's one thread.
final class MomentsCollector: @unchecked Sendable {
  private let session: DeviceSession
  // Stages are run by one thread at a time.
  /// The targets of reads in progress, kept until these are done.
  private var receiving: [BlockMoments] = []

  init(_ session: DeviceSession) { self.session = session }

  /// Splits the rows of a tile into groups whose blocks' moments fit the buffer at once.
  func groups(of tile: Region, into moments: BlockMoments?) -> [Range<Int>] {
    guard let moments else { return [tile.rows] }
    let height = height(ofGroup: tile.columns.count, stride: moments.stride)
    return stride(from: tile.rows.lowerBound, to: tile.rows.upperBound, by: height).map {
      $0..<min($0 + height, tile.rows.upperBound)
    }
  }

  /// The most that the moments of a map of this size take on the device at once, in bytes.
  func byteCount(of size: Size, channels: Int) -> Int {
    let stride = BlockMoments.stride(channels)
    let height = min(height(ofGroup: size.width, stride: stride), size.height)
    let group = Size(height: height, width: size.width)
    return bytes(of: group, stride: stride) + mergedBytes(of: group, stride: stride)
  }

  /// The height of a group whose moments take as much as they may, at least that of one row of
  /// merged blocks, in rows.
  private func height(ofGroup width: Int, stride: Int) -> Int {
    let step = OpenCLKernel.block.height
    let lineBytes = bytes(of: Size(height: step, width: width), stride: stride)
    return max(session.momentsBytes / lineBytes, 1) * step
  }

  /// Makes the target of the moments of a group's blocks; nil when none are wanted.
  func target(for group: Range<Int>, _ tile: Region, into moments: BlockMoments?) throws
    -> StageCall.Moments?
  {
    guard let moments else { return nil }
    let size = Size(height: group.count, width: tile.columns.count)
    let parts = try session.allocator.buffer(
      bytes(of: size, stride: moments.stride), for: "moments of blocks")
    return StageCall.Moments(
      buffer: parts, row: group.lowerBound, column: tile.columns.lowerBound,
      columns: (size.width + StageCall.blockColumns - 1) / StageCall.blockColumns,
      lanes: moments.stride / 2)
  }

  /// Merges a group's moments and starts to read them into `moments`, where they are after the
  /// queue has finished.
  func collect(
    _ group: Range<Int>, _ columns: Range<Int>, from target: StageCall.Moments,
    into moments: BlockMoments
  ) throws {
    let block = OpenCLKernel.block
    let rows = (group.count + block.height - 1) / block.height
    let count = (columns.count + block.width - 1) / block.width
    let lineBytes = count * moments.stride * MemoryLayout<Float>.size
    let merged = try session.allocator.buffer(
      mergedBytes(
        of: Size(height: group.count, width: columns.count), stride: moments.stride),
      for: "merged moments")
    let kernel = try session.programs.kernel(.mergeMoments, [:])
    let parameters = stylize_cl_merge(
      height: Int32(group.count), width: Int32(columns.count), lanes: Int32(target.lanes))
    try kernel.enqueue(
      on: session.queue, [.buffer(target.buffer), .buffer(merged), .merge(parameters)],
      groups: [moments.channels, count, rows], group: nil)
    receiving.append(moments)
    for row in 0..<rows {
      let storage = moments.storage(
        row: group.lowerBound + row * block.height, column: columns.lowerBound)
      try session.queue.read(
        merged, at: row * lineBytes,
        into: UnsafeMutableRawBufferPointer(start: storage, count: lineBytes), blocking: false)
    }
  }

  /// Forgets the targets of reads; called when no read is in progress any more.
  func forget() { receiving = [] }

  /// The size of the moments of all blocks of a region, in bytes.
  private func bytes(of size: Size, stride: Int) -> Int {
    let rows = (size.height + StageCall.blockRows - 1) / StageCall.blockRows
    let columns = (size.width + StageCall.blockColumns - 1) / StageCall.blockColumns
    return rows * columns * stride * MemoryLayout<Float>.size
  }

  private func mergedBytes(of size: Size, stride: Int) -> Int {
    let block = OpenCLKernel.block
    let rows = (size.height + block.height - 1) / block.height
    let columns = (size.width + block.width - 1) / block.width
    return rows * columns * stride * MemoryLayout<Float>.size
  }
}
