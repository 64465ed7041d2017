internal import COpenCL
internal import Synchronization

/// Writes pictures to the device and reads them back, on a queue of its own while another computes.
///
/// Cards copy fast only from memory that can't be paged out. Pictures go through two such pieces:
/// while one is on the bus, the other is filled or emptied.
final class Transfers: Sendable {
  private let queue: CommandQueue
  private let context: Context
  /// The size of one piece, in bytes; zero copies from and to the program's memory directly.
  private let pieceBytes: Int
  /// The two pieces, which threads use in turn; nil until they are first needed.
  private let pieces = Mutex<[PinnedPiece]?>(nil)

  init(_ context: Context, pieceBytes: Int, loss: InjectedLoss? = nil) throws {
    self.context = context
    self.pieceBytes = pieceBytes
    queue = try CommandQueue(context, loss: loss)
  }

  /// Copies to a buffer, and returns when that is done.
  func write(_ bytes: UnsafeRawBufferPointer, to buffer: DeviceBuffer, at offset: Int) throws {
    if let released = buffer.released { try queue.wait(for: released) }
    try withPieces { pieces in
      guard let pieces else {
        return try queue.write(bytes, to: buffer, at: offset, blocking: true)
      }
      defer { try? queue.finish() }
      for (index, range) in ranges(of: bytes.count).enumerated() {
        let piece = pieces[index % 2]
        // The commands of a queue run in order: what was started last but one must be done.
        try piece.wait()
        let part = UnsafeRawBufferPointer(rebasing: bytes[range])
        piece.bytes.copyMemory(from: part)
        piece.pending = try queue.start(
          write: UnsafeRawBufferPointer(rebasing: piece.bytes[..<part.count]), to: buffer,
          at: offset + range.lowerBound)
      }
      for piece in pieces { try piece.wait() }
    }
  }

  /// Copies from a buffer, and returns when that is done.
  func read(
    _ buffer: DeviceBuffer, at offset: Int, into bytes: UnsafeMutableRawBufferPointer
  ) throws {
    try withPieces { pieces in
      guard let pieces else {
        return try queue.read(buffer, at: offset, into: bytes, blocking: true)
      }
      defer { try? queue.finish() }
      var last: (piece: PinnedPiece, range: Range<Int>)?
      func empty() throws {
        guard let last else { return }
        try last.piece.wait()
        UnsafeMutableRawBufferPointer(rebasing: bytes[last.range])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: last.piece.bytes[..<last.range.count]))
      }
      for (index, range) in ranges(of: bytes.count).enumerated() {
        let piece = pieces[index % 2]
        piece.pending = try queue.start(
          read: buffer, at: offset + range.lowerBound,
          into: UnsafeMutableRawBufferPointer(rebasing: piece.bytes[..<range.count]))
        try empty()
        last = (piece, range)
      }
      try empty()
    }
  }

  private func ranges(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: pieceBytes).map { $0..<min($0 + pieceBytes, count) }
  }

  private func withPieces(_ body: ([PinnedPiece]?) throws -> Void) throws {
    guard pieceBytes > 0 else { return try body(nil) }
    try pieces.withLock { pieces in
      if pieces == nil {
        // Without pinned memory the driver has to find a way of its own.
        pieces = try? (0..<2).map { _ in
          try PinnedPiece(pieceBytes, in: context, queue: queue)
        }
      }
      try body(pieces)
    }
  }
}

/// Memory of the program that the device can copy from and to at full speed.
private final class PinnedPiece: @unchecked Sendable {
  // One thread at a time uses it.
  let bytes: UnsafeMutableRawBufferPointer
  /// The copy that was started last.
  var pending: Event?
  private let buffer: cl_mem
  private let queue: CommandQueue

  init(_ byteCount: Int, in context: Context, queue: CommandQueue) throws {
    self.queue = queue
    var code: cl_int = 0
    let buffer = clCreateBuffer(
      context.handle, stylize_cl_host_visible, byteCount, nil, &code)
    try check(code, "clCreateBuffer", bytes: byteCount)
    let start = clEnqueueMapBuffer(
      queue.handle, buffer, cl_bool(CL_TRUE), stylize_cl_map_both, 0, byteCount, 0, nil, nil, &code)
    guard code == CL_SUCCESS, let start else {
      clReleaseMemObject(buffer)
      try check(code, "clEnqueueMapBuffer", bytes: byteCount)
      throw OpenCLError.call("clEnqueueMapBuffer", code: code)
    }
    self.buffer = buffer!
    bytes = UnsafeMutableRawBufferPointer(start: start, count: byteCount)
  }

  deinit {
    clEnqueueUnmapMemObject(queue.handle, buffer, bytes.baseAddress!, 0, nil, nil)
    try? queue.finish()
    clReleaseMemObject(buffer)
  }

  /// Waits for the copy that was started last.
  func wait() throws {
    guard let pending else { return }
    self.pending = nil
    try pending.wait()
  }
}

extension CommandQueue {
  fileprivate func start(
    write bytes: UnsafeRawBufferPointer, to buffer: DeviceBuffer, at offset: Int
  )
    throws -> Event
  {
    try admit("clEnqueueWriteBuffer")
    var event: cl_event?
    try check(
      clEnqueueWriteBuffer(
        handle, buffer.handle, cl_bool(CL_FALSE), offset, bytes.count, bytes.baseAddress!, 0, nil,
        &event), "clEnqueueWriteBuffer", bytes: bytes.count)
    try flush()
    return Event(event!)
  }

  fileprivate func start(
    read buffer: DeviceBuffer, at offset: Int, into bytes: UnsafeMutableRawBufferPointer
  ) throws -> Event {
    try admit("clEnqueueReadBuffer")
    var event: cl_event?
    try check(
      clEnqueueReadBuffer(
        handle, buffer.handle, cl_bool(CL_FALSE), offset, bytes.count, bytes.baseAddress!, 0, nil,
        &event), "clEnqueueReadBuffer", bytes: bytes.count)
    try flush()
    return Event(event!)
  }
}
