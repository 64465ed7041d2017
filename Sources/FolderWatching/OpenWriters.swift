internal import Files
internal import Glibc

extension Path {
  // From linux/fcntl.h; Swift's view of the C library has neither.
  private static let setSignal: Int32 = 10
  private static let setLease: Int32 = 1024

  /// Whether some process on this machine has the file open for writing; false where that can't be determined: for
  /// other users' files, and on file systems without leases.
  ///
  /// The system grants no read lease (see fcntl(2)) while there is a writer. A process that opens the file during the
  /// lease waits until it is released, and this process gets a signal, one that is ignored by default.
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
