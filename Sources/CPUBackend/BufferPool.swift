internal import Engine
internal import Glibc
internal import Synchronization

/// Allocates the memory of maps, counts it, and keeps that of finished maps for later ones.
///
/// The next picture of a batch mostly wants buffers of the sizes that the last one gave back; fresh
/// ones would have every page faulted in and cleared by the kernel again.
final class BufferPool: Sendable {
  private struct Buffer {
    let byteCount: Int
    nonisolated(unsafe) let data: UnsafeMutableRawPointer
  }

  private struct State {
    var idle: [Buffer] = []
    var idleBytes = 0
    var usedBytes = 0
    var peakBytes = 0
    /// The most bytes that used and idle buffers may take together; idle buffers are dropped first.
    var limit = Int.max
    /// The same limit for as long as a picture is computed, in bytes.
    var total = Int.max
    /// The bytes that the picture's maps will take at their peak.
    var expected = 0
  }

  private let state = Mutex(State())
  /// The limit on idle buffers, in bytes, unless a picture will want more; beyond it, the oldest go
  /// back to the system.
  private let idleLimit: Int

  init(idleLimit: Int) {
    self.idleLimit = idleLimit
  }

  deinit { state.withLock { $0.idle.forEach { munmap($0.data, $0.byteCount) } } }

  var limit: Int {
    get { state.withLock { $0.limit } }
    set {
      change {
        $0.limit = newValue
        return ()
      }
    }
  }

  /// Announces the memory of a picture, so that enough idle buffers are kept for it.
  ///
  /// - Parameters:
  ///   - peak: the peak memory of the picture's maps, in bytes.
  ///   - total: the limit on used and idle buffers together meanwhile, in bytes.
  func expect(_ peak: Int, within total: Int) {
    change {
      $0.expected = peak
      $0.total = total
      return ()
    }
  }

  /// The most that used and idle buffers took at once since the last call, in bytes.
  func takePeak() -> Int {
    state.withLock { state in
      defer { state.peakBytes = state.usedBytes + state.idleBytes }
      return state.peakBytes
    }
  }

  func take(_ byteCount: Int, for what: @autoclosure () -> String) throws
    -> UnsafeMutableRawPointer
  {
    let length = Self.rounded(byteCount)
    let found = change { state -> Buffer? in
      state.usedBytes += length
      guard let index = state.idle.lastIndex(where: { $0.byteCount == length }) else { return nil }
      state.idleBytes -= length
      return state.idle.remove(at: index)
    }
    if let found { return found.data }
    guard let data = Self.map(length) else {
      charge(-length)
      throw EngineError.outOfMemory(neededBytes: byteCount, what: what())
    }
    return data
  }

  func give(back data: UnsafeMutableRawPointer, _ byteCount: Int) {
    let length = Self.rounded(byteCount)
    change {
      $0.usedBytes -= length
      $0.idleBytes += length
      $0.idle.append(Buffer(byteCount: length, data: data))
    }
  }

  /// Reserves addresses without memory; pages are committed as they are touched, and counted by
  /// ``charge(_:)``.
  func takeUncharged(_ byteCount: Int, for what: @autoclosure () -> String) throws
    -> UnsafeMutableRawPointer
  {
    guard let data = Self.map(Self.rounded(byteCount)) else {
      throw EngineError.outOfMemory(neededBytes: byteCount, what: what())
    }
    return data
  }

  func giveBackUncharged(_ data: UnsafeMutableRawPointer, _ byteCount: Int) {
    munmap(data, Self.rounded(byteCount))
  }

  /// Counts memory that is touched, or given up, outside of this pool's buffers.
  func charge(_ byteCount: Int) { change { $0.usedBytes += byteCount } }

  /// Changes the state, and frees idle buffers beyond the limits before any new memory is mapped.
  @discardableResult
  private func change<Result>(_ body: (inout State) -> Result) -> Result {
    let (result, dropped) = state.withLock { state in
      let result = body(&state)
      var dropped: [(UnsafeMutableRawPointer, Int)] = []
      while !state.idle.isEmpty,
        state.idleBytes > max(idleLimit, state.expected - state.usedBytes)
          || state.idleBytes > min(state.limit, state.total) - state.usedBytes
      {
        let oldest = state.idle.removeFirst()
        state.idleBytes -= oldest.byteCount
        dropped.append((oldest.data, oldest.byteCount))
      }
      state.peakBytes = max(state.peakBytes, state.usedBytes + state.idleBytes)
      return (result, Dropped(dropped))
    }
    dropped.buffers.forEach { munmap($0, $1) }
    return result
  }

  /// The size rounded up to whole pages, or to whole huge pages from 2 MiB on, in bytes.
  static func rounded(_ byteCount: Int) -> Int {
    let page = byteCount >= 1 << 21 ? 1 << 21 : 1 << 12
    return max(byteCount + page - 1, page) / page * page
  }

  private static func map(_ length: Int) -> UnsafeMutableRawPointer? {
    let data = mmap(
      nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let data, data != MAP_FAILED else { return nil }
    madvise(data, length, MADV_HUGEPAGE)
    return data
  }

  private struct Dropped: @unchecked Sendable {
    let buffers: [(UnsafeMutableRawPointer, Int)]
    init(_ buffers: [(UnsafeMutableRawPointer, Int)]) { self.buffers = buffers }
  }
}
