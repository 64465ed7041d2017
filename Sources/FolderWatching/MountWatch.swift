internal import Glibc

/// Notices that file systems are mounted or unmounted, as proc(5) says of `/proc/self/mountinfo`: what a
/// mount hides is no longer told of.
final class MountWatch {
  private let descriptor = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
  /// Whether the last wait was ended by it.
  var haveChanged = false

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// What to wait for; nothing where the table can't be opened.
  var wait: pollfd { pollfd(fd: descriptor, events: Int16(POLLPRI), revents: 0) }
}
