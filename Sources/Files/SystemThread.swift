internal import Glibc

/// Threads of the system, which may refuse them: a container, a user and an address space have limits.
package enum SystemThread {
  /// Starts a detached thread.
  ///
  /// - Throws: The system's error, in which case `body` is not run.
  package static func start(_ body: @escaping @Sendable () -> Void) throws(Cause) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    let status = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      throw Cause(status)
    }
    pthread_detach(thread)
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
