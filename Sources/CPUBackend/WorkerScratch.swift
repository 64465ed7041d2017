internal import Engine
internal import Glibc

/// The working memory of each thread, kept from stage to stage.
final class WorkerScratch: @unchecked Sendable {
  // Grown between runs only, by the thread that runs stages; a worker touches no buffer but its own.
  private var buffers: [UnsafeMutableRawPointer?]
  private var byteCount = 0

  init(workers: Int) {
    buffers = Array(repeating: nil, count: workers)
  }

  deinit { buffers.forEach { free($0) } }

  subscript(worker: Int) -> UnsafeMutableRawPointer { buffers[worker]! }

  /// Makes every worker's buffer at least `needed` bytes long, aligned for any vector.
  func reserve(_ needed: Int) throws {
    guard needed > byteCount || buffers[0] == nil else { return }
    let length = (max(needed, 1) + 4095) / 4096 * 4096
    for index in buffers.indices {
      free(buffers[index])
      buffers[index] = aligned_alloc(4096, length)
      guard buffers[index] != nil else {
        byteCount = 0
        throw EngineError.outOfMemory(neededBytes: length, what: "a thread's scratch")
      }
    }
    byteCount = length
  }
}
