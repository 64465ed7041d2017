internal import CFiles
internal import Files
internal import Glibc

/// A buffer for a whole picture that has to be rotated and so can't be streamed: memory, or beyond a limit a file
/// without a name.
final class ScratchPixels {
  private let base: UnsafeMutableRawPointer
  private let count: Int
  let isFile: Bool

  /// The approximate amount of a file that may be in memory before it is released, in bytes.
  static let residentBytes = 16 << 20

  init(byteCount: Int, limits: ImageLimits) throws {
    count = byteCount
    isFile = byteCount > limits.memoryBytes
    let failed: (Int32) -> ImageError = { number in
      .scratch(
        folder: limits.scratchFolder.description, neededBytes: byteCount,
        reason: Cause(number))
    }
    let mapped: UnsafeMutableRawPointer?
    if isFile {
      let descriptor = Self.openUnnamed(in: limits.scratchFolder)
      guard descriptor >= 0 else { throw failed(errno) }
      defer { close(descriptor) }
      // Taking the blocks now makes a full disk an error here and not a SIGBUS later.
      let full = posix_fallocate(descriptor, 0, byteCount)
      guard full == 0 else { throw failed(full) }
      mapped = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    } else {
      mapped = mmap(
        nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    }
    guard let mapped, mapped != MAP_FAILED else { throw failed(errno) }
    base = mapped
  }

  deinit { munmap(base, count) }

  var bytes: UnsafeMutableRawBufferPointer { .init(start: base, count: count) }

  /// Gives the pages of a file back to the system, which may drop them from memory.
  func release() {
    if isFile { madvise(base, count, MADV_DONTNEED) }
  }

  private static func openUnnamed(in folder: Path) -> Int32 {
    let unnamed = folder.withCString {
      Glibc.open($0, O_RDWR | O_CLOEXEC | stylize_unnamed_file, 0o600)
    }
    if unnamed >= 0 { return unnamed }
    // Some file systems can't make a file without a name; then it has one for a moment.
    var template = Array("/.stylize-XXXXXX".utf8CString)
    template.insert(contentsOf: folder.bytes.map { CChar(bitPattern: $0) }, at: 0)
    let named = mkstemp(&template)
    if named >= 0 {
      _ = fcntl(named, F_SETFD, FD_CLOEXEC)
      unlink(template)
    }
    return named
  }
}
