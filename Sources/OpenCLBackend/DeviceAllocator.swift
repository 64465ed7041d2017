internal import COpenCL
internal import Engine
internal import Synchronization

/// Allocates a device's memory, counts it against a budget, and keeps the buffers of finished maps
/// for later ones.
///
/// Drivers don't tell reliably how much is left, and some report a lack of memory only when a
/// buffer is first used. So every byte is counted here, and every new buffer is touched at once.
final class DeviceAllocator: Sendable {
  private struct Idle {
    let byteCount: Int
    nonisolated(unsafe) let handle: cl_mem
    /// The event after the last command that uses the buffer.
    let released: Event?
  }

  private struct State {
    var budget: Int
    var usedBytes = 0
    /// The part of ``usedBytes`` that maps take.
    var mapBytes = 0
    var peakBytes = 0
    var idle: [Idle] = []
    var idleBytes = 0
    var created = 0

    /// Removes idle buffers, the oldest first, until `byteCount` new bytes are inside the budget.
    mutating func takeIdle(beside byteCount: Int) -> [Idle] {
      var taken: [Idle] = []
      while usedBytes + idleBytes + byteCount > budget, !idle.isEmpty {
        let oldest = idle.removeFirst()
        idleBytes -= oldest.byteCount
        taken.append(oldest)
      }
      return taken
    }
  }

  private let context: Context
  /// The queue whose commands use buffers.
  private let queue: CommandQueue
  /// Refuses the buffer with this number, counted from one, and all after it.
  private let refusedFrom: Int?
  private let state: Mutex<State>

  init(_ context: Context, queue: CommandQueue, budget: Int, refusingFrom refused: Int? = nil) {
    self.context = context
    self.queue = queue
    state = Mutex(State(budget: budget))
    refusedFrom = refused
  }

  deinit { state.withLock { $0.idle.forEach { clReleaseMemObject($0.handle) } } }

  /// The most that buffers may take, in bytes.
  var budget: Int { state.withLock { $0.budget } }

  /// Sets the most that buffers may take from now on, in bytes; idle ones are released as far as
  /// needed.
  ///
  /// - Throws: ``OpenCLError`` when the device fails.
  func setBudget(_ bytes: Int) throws {
    try drop(
      state.withLock { state in
        state.budget = bytes
        return state.takeIdle(beside: 0)
      })
  }

  /// The size of all buffers in use, in bytes.
  var usedBytes: Int { state.withLock { $0.usedBytes } }
  /// The size of all buffers in use that are not maps, in bytes.
  var fixedBytes: Int { state.withLock { $0.usedBytes - $0.mapBytes } }
  /// The most that buffers took at once since the last call, idle ones included, in bytes.
  func takePeakBytes() -> Int {
    state.withLock { state in
      defer { state.peakBytes = state.usedBytes + state.idleBytes }
      return state.peakBytes
    }
  }

  /// Makes a buffer whose contents are undefined.
  ///
  /// - Throws: `EngineError.outOfMemory` beyond the budget or when the device refuses.
  func buffer(
    _ byteCount: Int, isMap: Bool = false, for what: @autoclosure () -> String
  ) throws -> DeviceBuffer {
    let byteCount = max(byteCount, 4)
    let buffer: DeviceBuffer
    if let idle = takeIdle(byteCount) {
      buffer = DeviceBuffer(
        idle.handle, byteCount, isMap: isMap, from: self, released: idle.released)
    } else {
      try reserve(byteCount, for: what)
      do {
        let handle = try created(byteCount)
        buffer = DeviceBuffer(
          handle, byteCount, isMap: isMap, from: self, released: queue.marker())
      } catch {
        unreserve(byteCount)
        throw error
      }
    }
    if isMap { state.withLock { $0.mapBytes += byteCount } }
    return buffer
  }

  /// Creates a buffer and touches it. Where the device has no room, though there should be some,
  /// idle buffers are released first.
  private func created(_ byteCount: Int) throws -> cl_mem {
    func attempt() throws -> cl_mem {
      let handle = try create(byteCount, contents: nil)
      do { try queue.fill(handle, bytes: 4) } catch {
        clReleaseMemObject(handle)
        throw error
      }
      return handle
    }
    do { return try attempt() } catch let error as EngineError {
      guard state.withLock({ $0.idleBytes > 0 }) else { throw error }
      try releaseIdle()
      return try attempt()
    }
  }

  /// Makes a buffer that holds these numbers.
  func buffer(_ values: [Float], for what: @autoclosure () -> String) throws -> DeviceBuffer {
    let byteCount = values.count * MemoryLayout<Float>.size
    try reserve(byteCount, for: what)
    do {
      return DeviceBuffer(
        try create(byteCount, contents: values), byteCount, isMap: false, from: self)
    } catch {
      unreserve(byteCount)
      throw error
    }
  }

  /// Takes back the memory of a buffer that is no longer used, and keeps it idle.
  fileprivate func give(back handle: cl_mem, _ byteCount: Int, isMap: Bool) {
    let idle = Idle(byteCount: byteCount, handle: handle, released: queue.marker())
    state.withLock {
      $0.usedBytes -= byteCount
      if isMap { $0.mapBytes -= byteCount }
      $0.idleBytes += byteCount
      $0.idle.append(idle)
    }
  }

  /// Gives idle buffers back to the device.
  func releaseIdle() throws {
    let idle = state.withLock { state in
      defer {
        state.idle = []
        state.idleBytes = 0
      }
      return state.idle
    }
    try drop(idle)
  }

  /// Gives buffers back to the device, which keeps them until the commands that use them are done.
  private func drop(_ idle: [Idle]) throws {
    defer { idle.forEach { clReleaseMemObject($0.handle) } }
    for idle in idle { try idle.released?.wait() }
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

  /// Counts bytes as used, releasing idle buffers, the oldest first, as far as needed.
  private func reserve(_ byteCount: Int, for what: () -> String) throws {
    let dropped = state.withLock { state -> [Idle]? in
      guard state.usedBytes + byteCount <= state.budget else { return nil }
      let dropped = state.takeIdle(beside: byteCount)
      state.usedBytes += byteCount
      state.peakBytes = max(state.peakBytes, state.usedBytes + state.idleBytes)
      return dropped
    }
    guard let dropped else {
      throw EngineError.outOfMemory(neededBytes: byteCount, what: what())
    }
    do { try drop(dropped) } catch {
      unreserve(byteCount)
      throw error
    }
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

/// A buffer in a device's memory, which goes back to its allocator when it is no longer used.
final class DeviceBuffer: @unchecked Sendable {
  let handle: cl_mem
  let byteCount: Int
  /// The event until which earlier commands of the computing queue may still use the memory; nil
  /// where there are none.
  let released: Event?
  private let isMap: Bool
  private let allocator: DeviceAllocator

  init(
    _ handle: cl_mem, _ byteCount: Int, isMap: Bool, from allocator: DeviceAllocator,
    released: Event? = nil
  ) {
    self.handle = handle
    self.byteCount = byteCount
    self.isMap = isMap
    self.allocator = allocator
    self.released = released
  }

  deinit { allocator.give(back: handle, byteCount, isMap: isMap) }
}
