internal import Glibc
package import SystemPackage

/// The reason why the system refused something: its error, or in words what was found instead of what was expected.
///
/// Programs decide by ``errno`` and ``isTransient``, never by the words.
package enum Cause: Error, Hashable, Sendable, Codable {
  case system(Errno)
  case text(String)

  /// Makes the cause of a call that has just failed from `errno`, or from the error number that the call returned.
  package init(_ number: Int32) { self = .system(Errno(rawValue: number)) }

  /// The system's error; nil where the system is not to blame.
  package var errno: Errno? { if case .system(let number) = self { number } else { nil } }

  /// Whether a retry may succeed without anybody doing anything about it: an error that disks, networks and busy
  /// machines report now and then.
  package var isTransient: Bool { errno.map { Self.passing.contains($0.rawValue) } ?? false }

  /// Whether nothing of that name exists.
  package var isMissing: Bool { errno == .noSuchFileOrDirectory }

  /// Whether something of that name exists already.
  package var isTaken: Bool { errno == .fileExists }

  /// Whether the disk or this user's quota is full.
  package var isFullDisk: Bool { errno?.rawValue == ENOSPC || errno?.rawValue == EDQUOT }

  private static let passing: Set<Int32> = [
    EIO, EAGAIN, EINTR, EBUSY, ENOMEM, ENOBUFS, EMFILE, ENFILE, ESTALE, EREMOTEIO, ETIMEDOUT,
    ENETDOWN, ENETUNREACH, ENETRESET, ECONNABORTED, ECONNRESET, ENOTCONN, EHOSTDOWN, EHOSTUNREACH,
  ]

  /// The error of the last call of the C library that failed on this thread.
  package static var last: Cause { Cause(Glibc.errno) }
}

extension Cause: CustomStringConvertible {
  /// The cause on one line, in the system's own words where it is the system's.
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
