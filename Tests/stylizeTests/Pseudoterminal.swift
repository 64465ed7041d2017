import Foundation

/// A terminal of a given width, and a program whose standard error goes to it.
final class Pseudoterminal {
  let process: Process
  private let master: Int32
  private var bytes: [UInt8] = []

  /// Starts the real binary; its standard output is thrown away.
  init(_ arguments: [String], columns: Int) throws {
    // As posix_openpt, unlockpt and ptsname do it, which the module of glibc leaves out: pty(7), ioctl_tty(2).
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    let (getNumber, setLock) = (UInt(0x8004_5430), UInt(0x4004_5431))
    var (number, isLocked) = (Int32(0), Int32(0))
    guard master >= 0, ioctl(master, setLock, &isLocked) == 0,
      ioctl(master, getNumber, &number) == 0
    else { throw POSIXError(.ENOTTY) }
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard slave >= 0 else { throw POSIXError(.ENOTTY) }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    process = Program.prepared(arguments)
    process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    resize(columns)
    try process.run()
    close(slave)
  }

  deinit {
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    close(master)
  }

  func resize(_ columns: Int) {
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// All that was written so far.
  var text: String {
    var buffer = [UInt8](repeating: 0, count: 65536)
    // At the end, when nobody has the other side open, reading fails.
    while case let count = read(master, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Waits until something is so; false when it isn't after a long while.
  func wait(seconds: Double = 120, until condition: (String) -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if condition(text) { return true }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return condition(text)
  }

  /// Waits for the end of the program while reading what it writes.
  func finish() -> Int32 {
    _ = wait { _ in !process.isRunning }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
