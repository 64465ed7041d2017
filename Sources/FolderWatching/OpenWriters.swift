internal import Files
internal import Glibc

extension Path {
  // From linux/fcntl.h; Swift's view of the C library has neither.
  private static let setSignal: Int32 = 10
  private static let setLease: Int32 = 1024

  /// Whether some process of this machine has the file open for writing; false where that can't be
  /// found out: for files of others, and on file systems without leases.
  ///
  /// The system gives no lease for reading, as fcntl(2) describes it, while there is a writer. Whoever
  /// opens the file in the moment in which it is leased waits until it is given back, and this process
  /// is told by a signal: one that is ignored unless a program wants it.
  var isOpenForWriting: Bool {
    let descriptor = open(cString, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard fcntl(descriptor, Self.setSignal, SIGURG) == 0 else { return false }
    guard fcntl(descriptor, Self.setLease, F_RDLCK) == 0 else { return errno == EAGAIN }
    _ = fcntl(descriptor, Self.setLease, F_UNLCK)
    return false
  }
}
