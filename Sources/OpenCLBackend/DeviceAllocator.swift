internal import COpenCL
internal import Engine
internal import Synchronization

/// Gives out a device's memory, counts it against a budget, and keeps the buffers of maps that are
/// gone for the maps to come.
///
/// Drivers don't tell reliably how much is left, and some answer a lack of memory only when a buffer
/// is first used. So every byte is counted here, and every new buffer is touched at once.
final class DeviceAllocator: Sendable {
  private struct Idle {
    let byteCount: Int
    nonisolated(unsafe) let handle: cl_mem
    /// When the last command that uses it is done.
    let released: Event?
  }

  private struct State {
    var usedBytes = 0
    var peakBytes = 0
    var idle: [Idle] = []
    var idleBytes = 0
    var created = 0
  }

  let budget: Int
  private let context: Context
  /// The queue whose commands use buffers.
  private let queue: CommandQueue
  /// Refuses the buffer with this number, counted from one, and all after it.
  private let refusedFrom: Int?
  private let state = Mutex(State())

  init(_ context: Context, queue: CommandQueue, budget: Int, refusingFrom refused: Int? = nil) {
    self.context = context
    self.queue = queue
    self.budget = budget
    refusedFrom = refused
  }

  deinit { state.withLock { $0.idle.forEach { clReleaseMemObject($0.handle) } } }

  /// Bytes of buffers in use.
  var usedBytes: Int { state.withLock { $0.usedBytes } }
  /// The most that buffers took at once, idle ones included.
  var peakBytes: Int { state.withLock { $0.peakBytes } }

  /// A buffer whose contents are undefined.
  ///
  /// - Throws: `EngineError.outOfMemory` beyond the budget or when the device refuses.
  func buffer(_ byteCount: Int, for what: @autoclosure () -> String) throws -> DeviceBuffer {
    let byteCount = max(byteCount, 4)
    if let idle = takeIdle(byteCount) {
      return DeviceBuffer(idle.handle, byteCount, from: self, released: idle.released)
    }
    try reserve(byteCount, for: what)
    do {
      let handle = try create(byteCount, contents: nil)
      do { try queue.fill(handle, bytes: 4) } catch {
        clReleaseMemObject(handle)
        throw error
      }
      return DeviceBuffer(handle, byteCount, from: self, released: queue.marker())
    } catch {
      unreserve(byteCount)
      throw error
    }
  }

  /// A buffer that holds these numbers.
  func buffer(_ values: [Float], for what: @autoclosure () -> String) throws -> DeviceBuffer {
    let byteCount = values.count * MemoryLayout<Float>.size
    try reserve(byteCount, for: what)
    do {
      return DeviceBuffer(try create(byteCount, contents: values), byteCount, from: self)
    } catch {
      unreserve(byteCount)
      throw error
    }
  }

  /// Called by a buffer that is no longer used.
  fileprivate func give(back handle: cl_mem, _ byteCount: Int) {
    let idle = Idle(byteCount: byteCount, handle: handle, released: queue.marker())
    state.withLock {
      $0.usedBytes -= byteCount
      $0.idleBytes += byteCount
      $0.idle.append(idle)
    }
  }

  /// Gives idle buffers back to the device.
  func releaseIdle() {
    let idle = state.withLock { state in
      defer {
        state.idle = []
        state.idleBytes = 0
      }
      return state.idle
    }
    idle.forEach { clReleaseMemObject($0.handle) }
  }

  private func takeIdle(_ byteCount: Int) -> Idle? {
    state.withLock { state in
      guard let index = state.idle.lastIndex(where: { $0.byteCount == byteCount }) else {
        return nil
      }
      state.idleBytes -= byteCount
      state.usedBytes += byteCount
      return state.idle.remove(at: index)
    }
  }

  /// Counts bytes as used, letting go of idle buffers, the oldest first, as far as needed.
  private func reserve(_ byteCount: Int, for what: () -> String) throws {
    let dropped = state.withLock { state -> [Idle]? in
      guard state.usedBytes + byteCount <= budget else { return nil }
      var dropped: [Idle] = []
      while state.usedBytes + state.idleBytes + byteCount > budget {
        let oldest = state.idle.removeFirst()
        state.idleBytes -= oldest.byteCount
        dropped.append(oldest)
      }
      state.usedBytes += byteCount
      state.peakBytes = max(state.peakBytes, state.usedBytes + state.idleBytes)
      return dropped
    }
    guard let dropped else {
      throw EngineError.outOfMemory(neededBytes: byteCount, what: what())
    }
    dropped.forEach { clReleaseMemObject($0.handle) }
  }

  private func unreserve(_ byteCount: Int) {
    state.withLock { $0.usedBytes -= byteCount }
  }

  private func create(_ byteCount: Int, contents: [Float]?) throws -> cl_mem {
    let number = state.withLock { state in
      state.created += 1
      return state.created
    }
    if let refusedFrom, number >= refusedFrom {
      try check(CL_MEM_OBJECT_ALLOCATION_FAILURE, "clCreateBuffer", bytes: byteCount)
    }
    var code: cl_int = 0
    let handle: cl_mem?
    if var contents {
      let flags = stylize_cl_read_write | cl_mem_flags(CL_MEM_COPY_HOST_PTR)
      handle = clCreateBuffer(context.handle, flags, byteCount, &contents, &code)
    } else {
      handle = clCreateBuffer(context.handle, stylize_cl_read_write, byteCount, nil, &code)
    }
    try check(code, "clCreateBuffer", bytes: byteCount)
    return handle!
  }
}

/// Memory of a device; goes back to its allocator.
final class DeviceBuffer: @unchecked Sendable {
  let handle: cl_mem
  let byteCount: Int
  /// Until this has happened, earlier commands of the computing queue may still use the memory.
  let released: Event?
  private let allocator: DeviceAllocator

  init(_ handle: cl_mem, _ byteCount: Int, from allocator: DeviceAllocator, released: Event? = nil)
  {
    self.handle = handle
    self.byteCount = byteCount
    self.allocator = allocator
    self.released = released
  }

  deinit { allocator.give(back: handle, byteCount) }
}
