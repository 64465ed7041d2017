internal import Engine
internal import Glibc
internal import Synchronization

/// Keeps the memory of maps that are gone for the maps to come.
///
/// The next picture of a batch mostly wants buffers of the sizes that the last one gave back; fresh
/// ones would have every page faulted in and cleared by the kernel again.
final class BufferPool: Sendable {
  private struct Buffer {
    let byteCount: Int
    nonisolated(unsafe) let data: UnsafeMutableRawPointer
  }

  private let idle = Mutex<[Buffer]>([])
  /// Idle buffers beyond this go back to the system, the oldest first.
  private let idleLimit: Int

  init(idleLimit: Int) {
    self.idleLimit = idleLimit
  }

  deinit { idle.withLock { $0.forEach(Self.unmap) } }

  func take(_ byteCount: Int, for what: @autoclosure () -> String) throws
    -> UnsafeMutableRawPointer
  {
    let length = Self.rounded(byteCount)
    let found = idle.withLock { buffers -> Buffer? in
      guard let index = buffers.lastIndex(where: { $0.byteCount == length }) else { return nil }
      return buffers.remove(at: index)
    }
    if let found { return found.data }
    let data = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let data, data != MAP_FAILED else {
      throw EngineError.outOfMemory(neededBytes: byteCount, what: what())
    }
    madvise(data, length, MADV_HUGEPAGE)
    return data
  }

  func give(back data: UnsafeMutableRawPointer, _ byteCount: Int) {
    let buffer = Buffer(byteCount: Self.rounded(byteCount), data: data)
    let excess = idle.withLock { buffers -> [Buffer] in
      buffers.append(buffer)
      var total = buffers.reduce(0) { $0 + $1.byteCount }
      var dropped: [Buffer] = []
      while total > idleLimit {
        total -= buffers[0].byteCount
        dropped.append(buffers.removeFirst())
      }
      return dropped
    }
    excess.forEach(Self.unmap)
  }

  /// Large buffers in whole huge pages, small ones in whole pages.
  private static func rounded(_ byteCount: Int) -> Int {
    let page = byteCount >= 1 << 21 ? 1 << 21 : 1 << 12
    return max(byteCount + page - 1, page) / page * page
  }

  private static func unmap(_ buffer: Buffer) {
    munmap(buffer.data, buffer.byteCount)
  }
}
