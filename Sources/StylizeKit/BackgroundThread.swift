internal import BatchProcessing
internal import Files

/// Work that blocks, on a thread of its own, so that none of Swift's few threads is kept from other tasks.
enum BackgroundThread {
  /// Runs `body` and waits for it.
  ///
  /// - Parameter body: given what is raised when the task is cancelled.
  /// - Throws: `CancellationError` as `body` throws it; everything else as ``StylizeError``.
  static func run<Result: Sendable>(
    _ body: @escaping @Sendable (CancellationToken) throws -> Result
  ) async throws -> Result {
    let stop = CancellationToken()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        do throws(Cause) {
          try SystemThread.start {
            do {
              continuation.resume(returning: try body(stop))
            } catch let error as CancellationError {
              continuation.resume(throwing: error)
            } catch {
              continuation.resume(throwing: StylizeError(error))
            }
          }
        } catch {
          continuation.resume(throwing: StylizeError(noThread: error))
        }
      }
    } onCancel: {
      stop.raise()
    }
  }
}

extension StylizeError {
  init(noThread cause: Cause) {
    self.init(
      code: .device, message: "the system makes no thread: \(cause)",
      isTransient: cause.isTransient)
  }
}
