internal import Dispatch
internal import Files
internal import Synchronization

/// Rows on their way between memory and a scratch file. Nobody may touch that memory, or let go of it,
/// before the wait for it is over.
final class Transfer: Sendable {
  enum Direction { case toFile, fromFile }

  /// Rows of memory, which lie in the file from block to block.
  struct Piece: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    /// Bytes from row to row in memory.
    let pitch: Int
    let rows: Int
    let rowBytes: Int
    /// In the file.
    let offset: Int

    /// Bytes from row to row in the file.
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

  /// Moves one piece after the other, beside whoever else does, until none is left.
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
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``; nothing is under way any more then.
  func wait() throws(EngineError) {
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

/// Carries pieces in the background, with memory of its own that suits files which are not cached.
final class TransferWorker: @unchecked Sendable {
  // The room belongs to the queue, which does one thing at a time.
  let queue = TransferQueue()
  private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// Disks want several requests at once, also while some workers copy.
  static let count = 4
  /// A piece is no longer, unless one row is.
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

/// Work that is done in the background, one thing after the other, by a thread that ends when there is nothing more
/// to do. Where the system refuses threads, whoever brings work does it.
///
/// A queue of Dispatch would wait for ever where there are no threads.
final class TransferQueue: Sendable {
  private struct State {
    var works: [@Sendable () -> Void] = []
    var isRunning = false
  }

  private let state = Mutex(State())

  /// - Parameter group: left when the work is done.
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
