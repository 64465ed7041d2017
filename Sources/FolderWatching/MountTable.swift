internal import Files

/// The mounted file systems of this process, as proc(5) describes `/proc/self/mountinfo`.
package struct MountTable {
  private let types: [String: String]

  /// - Parameter text: the content of the file.
  package init(_ text: String) {
    var types: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      // After a variable number of optional fields there is a hyphen, and then the type.
      guard fields.count > 6, let hyphen = fields.dropFirst(6).firstIndex(of: "-"),
        hyphen + 1 < fields.count
      else { continue }
      types[String(fields[2])] = String(fields[hyphen + 1])
    }
    self.types = types
  }

  /// The current table; empty where it can't be read.
  static var current: MountTable {
    let bytes = (try? FileBytes.read("/proc/self/mountinfo")) ?? []
    return MountTable(String(decoding: bytes, as: UTF8.self))
  }

  /// The type of a file system to which other machines may write without this one's knowing: the
  /// kernel reports only changes made through it. Nil where it reports all.
  ///
  /// - Parameter device: the device number from `stat`.
  package func sharedType(ofDevice device: UInt) -> String? {
    // The halves of both numbers, as gnu_dev_major and gnu_dev_minor take them apart.
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    guard let type = types["\(major):\(minor)"] else { return nil }
    return Self.shared.contains(type) || type == "fuse" || type.hasPrefix("fuse.") ? type : nil
  }

  private static let shared: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "ceph", "lustre", "gpfs", "beegfs",
    "afs", "coda", "ncpfs", "ocfs2", "gfs2", "orangefs", "vboxsf", "prl_fs", "drvfs",
  ]
}

extension Path {
  /// The type of the network file system that the path lies on; nil where events are reliable.
  var sharedFileSystem: String? {
    FileStatus(self).flatMap { MountTable.current.sharedType(ofDevice: $0.identity.device) }
  }
}
