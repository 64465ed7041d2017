import FolderWatching
import Testing

/// Which file systems are known for not telling what happens in them.
@Suite struct MountTableTests {
  private let table = MountTable(
    """
    22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
    40 22 0:35 / /srv/share rw shared:20 master:1 - nfs4 server:/share rw,vers=4.2
    41 22 0:36 / /home/me/remote rw - fuse.sshfs me@host: rw
    42 22 0:300 / /mnt/win rw - cifs //host/win rw
    43 22 8:17 / /media/stick rw - fuseblk /dev/sdb1 rw
    torn line
    """)

  /// As the kernel packs major and minor numbers.
  private func device(_ major: UInt, _ minor: UInt) -> UInt {
    (minor & 0xFF) | (major & 0xFFF) << 8 | (minor & ~0xFF) << 12 | (major & ~0xFFF) << 32
  }

  @Test func knowsWhatIsShared() {
    #expect(table.sharedType(ofDevice: device(0, 35)) == "nfs4")
    #expect(table.sharedType(ofDevice: device(0, 36)) == "fuse.sshfs")
    #expect(table.sharedType(ofDevice: device(0, 300)) == "cifs")
  }

  @Test func trustsTheRest() {
    #expect(table.sharedType(ofDevice: device(259, 2)) == nil)
    #expect(table.sharedType(ofDevice: device(8, 17)) == nil)
    #expect(table.sharedType(ofDevice: device(9, 9)) == nil)
  }
}
