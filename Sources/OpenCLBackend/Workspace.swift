/// The buffers that stages use during one call, and share, since commands run one after the other.
final class Workspace: @unchecked Sendable {
  // Stages are prepared and run by one thread at a time.
  private var buffers: [Int: DeviceBuffer] = [:]
  private let allocator: DeviceAllocator

  init(_ allocator: DeviceAllocator) { self.allocator = allocator }

  /// A buffer of at least `byteCount` bytes; equal numbers give the same buffer.
  func buffer(_ number: Int, _ byteCount: Int) throws -> DeviceBuffer {
    if let buffer = buffers[number], buffer.byteCount >= byteCount { return buffer }
    buffers[number] = nil
    let buffer = try allocator.buffer(byteCount, for: "working memory")
    buffers[number] = buffer
    return buffer
  }
}
