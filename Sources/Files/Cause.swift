internal import Glibc
package import SystemPackage

/// Why something can't be had from the system: the error that it answered, or in words what was found
/// instead of what was expected.
///
/// Programs decide by ``errno`` and ``isTransient``, never by the words.
package enum Cause: Error, Hashable, Sendable, Codable {
  case system(Errno)
  case text(String)

  /// The answer of a call that has just failed, given as `errno` or as what the call returned.
  package init(_ number: Int32) { self = .system(Errno(rawValue: number)) }

  /// What the system answered; nil where it is not to blame.
  package var errno: Errno? { if case .system(let number) = self { number } else { nil } }

  /// Whether the same may go well a moment later, without anybody doing something about it: what disks,
  /// networks and busy machines answer now and then.
  package var isTransient: Bool { errno.map { Self.passing.contains($0.rawValue) } ?? false }

  /// Whether there is nothing of that name.
  package var isMissing: Bool { errno == .noSuchFileOrDirectory }

  /// Whether something of that name is there already.
  package var isTaken: Bool { errno == .fileExists }

  /// Whether the disk is full, or what this user may take of it.
  package var isFullDisk: Bool { errno?.rawValue == ENOSPC || errno?.rawValue == EDQUOT }

  private static let passing: Set<Int32> = [
    EIO, EAGAIN, EINTR, EBUSY, ENOMEM, ENOBUFS, EMFILE, ENFILE, ESTALE, EREMOTEIO, ETIMEDOUT,
    ENETDOWN, ENETUNREACH, ENETRESET, ECONNABORTED, ECONNRESET, ENOTCONN, EHOSTDOWN, EHOSTUNREACH,
  ]

  /// What the last call of the C library that failed on this thread answered.
  package static var last: Cause { Cause(Glibc.errno) }
}

extension Cause: CustomStringConvertible {
  /// One line, in the system's own words where it answered.
  package var description: String {
    switch self {
    case .system(let number): number.description
    case .text(let words): words
    }
  }
}

extension Cause: ExpressibleByStringInterpolation {
  package init(stringLiteral words: String) { self = .text(words) }
}
