internal import Files
internal import Glibc
internal import Synchronization

/// A cache of the hashes of networks' weights files, each computed once as long as the file does
/// not change.
final class WeightsHashes: Sendable {
  /// The metadata by which a changed file is recognised.
  private struct Stamp: Hashable {
    let device: UInt
    let inode: UInt
    let bytes: Int
    let seconds: Int
    let nanoseconds: Int
  }

  private let known = Mutex<[String: (stamp: Stamp, hash: String)]>([:])

  /// The SHA-256 of a network's weights, in hexadecimal digits.
  ///
  /// - Throws: ``ModelError`` when they can't be read.
  func hash(of network: NetworkPack) throws -> String {
    let path = try network.weightsFile()
    let stamp = Self.stamp(of: path)
    if let stamp, let found = known.withLock({ $0[path] }), found.stamp == stamp {
      return found.hash
    }
    let file = try MappedFile(path, limit: SafetensorsFile.sizeLimit)
    let hash = withExtendedLifetime(file) { SHA256.hexadecimal(file.bytes) }
    if let stamp { known.withLock { $0[path] = (stamp, hash) } }
    return hash
  }

  private static func stamp(of path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), bytes: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }
}
