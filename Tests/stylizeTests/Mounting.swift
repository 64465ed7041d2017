import Foundation

/// Whether this machine lets the tests mount file systems; not every container lets its root do so.
enum Mounting {
  static let isAllowed: Bool = {
    guard geteuid() == 0, let folder = try? TemporaryFolder(),
      run("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.path(""))
    else { return false }
    return run("umount", folder.path(""))
  }()

  private static func run(_ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
