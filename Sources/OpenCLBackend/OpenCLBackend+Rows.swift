package import Engine
package import Networks

/// Transfers of rows to the device, from it and on it.
extension OpenCLBackend {
  package func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: OpenCLMap) throws {
    for part in map.parts(of: rows) {
      try session.transfers.write(
        UnsafeRawBufferPointer(rebasing: bytes[part.bytes]), to: part.buffer, at: part.offset)
    }
  }

  package func read(
    rows: Range<Int>, from map: OpenCLMap, into bytes: UnsafeMutableRawBufferPointer
  ) throws {
    for part in map.parts(of: rows) {
      try session.transfers.read(
        part.buffer, at: part.offset,
        into: UnsafeMutableRawBufferPointer(rebasing: bytes[part.bytes]))
    }
  }

  package func copy(_ rows: Range<Int>, from source: OpenCLMap, to target: OpenCLMap) throws {
    for part in source.parts(of: rows) {
      let first = rows.lowerBound + part.bytes.lowerBound / source.bands.rowBytes
      let last = rows.lowerBound + part.bytes.upperBound / source.bands.rowBytes
      for other in target.parts(of: first..<last) {
        try session.queue.copy(
          other.bytes.count, from: part.buffer, at: part.offset + other.bytes.lowerBound,
          to: other.buffer, at: other.offset)
      }
    }
  }

  package var capabilities: BackendCapabilities {
    // Two pinned pieces, and one more for rows on their way to a file.
    BackendCapabilities(
      usesHostMemory: false, hostWorkingBytes: 2 * session.tuning.stagingBytes + (4 << 20))
  }

  package func layout(of shape: Shape, _ element: Element) -> RowLayout? {
    RowLayout(
      planes: 1, rowBytes: OpenCLMap.rowBytes(of: shape, element, region: Region(shape.size)))
  }

  package func workingBytes(for kernel: OpenCLKernel, input: Size) -> Int {
    guard kernel.takesMoments else { return 0 }
    return moments.byteCount(
      of: kernel.stage.stage.outputSize(for: input), channels: kernel.outputChannels)
  }
}

extension OpenCLMap {
  /// Locates rows of a map: for each band that holds some, its buffer, the offset of the rows in
  /// it, and their bytes among those of all the rows.
  func parts(of rows: Range<Int>)
    -> [(buffer: DeviceBuffer, offset: Int, bytes: Range<Int>)]
  {
    guard !rows.isEmpty else { return [] }
    return (bands.index(of: rows.lowerBound)...bands.index(of: rows.upperBound - 1)).map { index in
      let band = bands[index]
      let part = band.clamped(to: rows)
      return (
        buffers[index], (part.lowerBound - band.lowerBound) * bands.rowBytes,
        (part.lowerBound - rows.lowerBound) * bands.rowBytes..<(part.upperBound - rows.lowerBound)
          * bands.rowBytes
      )
    }
  }
}
