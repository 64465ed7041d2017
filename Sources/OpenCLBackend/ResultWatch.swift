internal import CLKernels
internal import Engine
internal import Synchronization

/// Counts the invalid results of kernels: see ``ResultFaults``.
final class ResultWatch: @unchecked Sendable {
  let buffer: DeviceBuffer
  // One thread at a time computes; this is where the device's counts come to.
  private let counts: UnsafeMutableBufferPointer<UInt32>
  private var faults = ResultFaults()

  init(_ allocator: DeviceAllocator) throws {
    buffer = try allocator.buffer(
      [Float](repeating: 0, count: Int(STYLIZE_WATCHED)), for: "counts of bad results")
    counts = .allocate(capacity: Int(STYLIZE_WATCHED))
    counts.initialize(repeating: 0)
  }

  deinit { counts.deallocate() }

  /// Starts to read the counts; they have arrived when the queue has finished.
  func fetch(on queue: CommandQueue) throws {
    try queue.read(buffer, at: 0, into: UnsafeMutableRawBufferPointer(counts), blocking: false)
  }

  /// Adds the counts that were read to the faults, after the queue has finished.
  func add(on queue: CommandQueue) throws {
    guard counts.contains(where: { $0 != 0 }) else { return }
    faults.notFinite += Int(counts[Int(STYLIZE_NOT_FINITE)])
    faults.saturated += Int(counts[Int(STYLIZE_CLAMPED)])
    counts.update(repeating: 0)
    try queue.fill(buffer.handle, bytes: buffer.byteCount)
  }

  func take() -> ResultFaults {
    defer { faults = ResultFaults() }
    return faults
  }
}
