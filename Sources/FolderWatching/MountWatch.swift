internal import Glibc

/// Notices when file systems are mounted or unmounted, by `/proc/self/mountinfo` (see proc(5)): changes in a folder
/// that a mount hides are no longer reported.
final class MountWatch {
  private let descriptor = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
  /// Whether a change of the mount table ended the last wait.
  var haveChanged = false

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The entry to pass to `poll`; ignored by it where the table can't be opened.
  var wait: pollfd { pollfd(fd: descriptor, events: Int16(POLLPRI), revents: 0) }
}
