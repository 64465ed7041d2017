internal import Dispatch
internal import Files
internal import Synchronization

/// A transfer of rows between memory and a scratch file. Nobody may touch that memory, or free it, before ``wait()``
/// has returned.
final class Transfer: Sendable {
  enum Direction { case toFile, fromFile }

  /// A piece of memory with whole rows, each of which starts at a block in the file.
  struct Piece: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    /// The distance from one row to the next in memory, in bytes.
    let pitch: Int
    let rows: Int
    let rowBytes: Int
    /// The offset of the first row in the file, in bytes.
    let offset: Int

    /// The distance from one row to the next in the file, in bytes.
    private var stride: Int { ScratchSpace.rounded(rowBytes) }

    var fileBytes: Int { rows * stride }

    /// The memory itself where the rows lie there as they do in the file; nil where they have to be
    /// copied.
    var straight: UnsafeMutableRawBufferPointer? {
      guard pitch == stride, Int(bitPattern: memory) % ScratchSpace.blockBytes == 0
      else { return nil }
      return UnsafeMutableRawBufferPointer(start: memory, count: fileBytes)
    }

    func copy(to room: UnsafeMutableRawBufferPointer) {
      for row in 0..<rows {
        (room.baseAddress! + row * stride)
          .copyMemory(from: memory + row * pitch, byteCount: rowBytes)
      }
    }

    func copy(from room: UnsafeMutableRawBufferPointer) {
      for row in 0..<rows {
        (memory + row * pitch)
          .copyMemory(from: room.baseAddress! + row * stride, byteCount: rowBytes)
      }
    }
  }

  let group = DispatchGroup()
  private let pieces: [Piece]
  private let next = Atomic(0)
  private let failure = Mutex<EngineError?>(nil)

  init(_ pieces: [Piece]) { self.pieces = pieces }

  /// Moves one piece after the other, while other threads do the same, until none is left.
  func work(_ move: (Piece) throws(EngineError) -> Void) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < pieces.count else { return }
      do {
        try move(pieces[index])
      } catch {
        failure.withLock { $0 = $0 ?? error }
        next.store(pieces.count, ordering: .relaxed)
      }
    }
  }

  /// Returns when all rows have arrived.
  ///
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``, once nothing is under way any more.
  func wait() throws(EngineError) {
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

/// A worker that moves pieces in the background, with memory of its own that suits files which bypass the cache.
final class TransferWorker: @unchecked Sendable {
  // The room belongs to the queue, which does one thing at a time.
  let queue = TransferQueue()
  private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// The number of workers of a file: disks are fastest with several requests at once, also while some workers copy.
  static let count = 4
  /// The largest size of a piece, in bytes, unless a single row is larger.
  static let pieceBytes = 1 << 20

  deinit { room.deallocate() }

  func room(for byteCount: Int) -> UnsafeMutableRawBufferPointer {
    if room.count < byteCount {
      room.deallocate()
      room = .allocate(
        byteCount: max(byteCount, Self.pieceBytes), alignment: ScratchSpace.blockBytes)
      room.initializeMemory(as: UInt8.self, repeating: 0)
    }
    return UnsafeMutableRawBufferPointer(rebasing: room[..<byteCount])
  }
}

/// A serial queue of work that a background thread does; the thread ends when there is nothing more to do. Where the
/// system refuses threads, the caller does the work.
///
/// A queue of Dispatch would wait for ever where there are no threads.
final class TransferQueue: Sendable {
  private struct State {
    var works: [@Sendable () -> Void] = []
    var isRunning = false
  }

  private let state = Mutex(State())

  /// Does a piece of work after all earlier ones.
  ///
  /// - Parameter group: the group that is left when the work is done.
  func run(_ group: DispatchGroup, _ work: @escaping @Sendable () -> Void) {
    group.enter()
    let starts = state.withLock { state in
      state.works.append {
        work()
        group.leave()
      }
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard starts else { return }
    do throws(Cause) { try SystemThread.start { self.empty() } } catch { empty() }
  }

  private func empty() {
    while true {
      let next = state.withLock { state -> (@Sendable () -> Void)? in
        guard state.works.isEmpty else { return state.works.removeFirst() }
        state.isRunning = false
        return nil
      }
      guard let next else { return }
      next()
    }
  }
}
