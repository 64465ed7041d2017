import Files
import FolderWatching
import Foundation

/// Notifies the service manager of a service's state, by the protocol of sd_notify(3): datagrams of `NAME=value` lines
/// to the socket that `NOTIFY_SOCKET` names.
struct ServiceNotifier: Sendable {
  /// The interval of signs of life, in seconds: half the timeout that the manager sets; nil where it wants none.
  let aliveSeconds: Double?
  private let address: [UInt8]

  /// Reads the manager's socket from the environment; nil where no manager listens.
  init?(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let socket = environment["NOTIFY_SOCKET"], let first = socket.first, "/@".contains(first)
    else { return nil }
    // An abstract address begins with a zero byte, which the variable writes as an @.
    let name = Array(socket.utf8)
    let path = first == "@" ? [0] + name.dropFirst() : name
    guard path.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
    address = path
    let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    aliveSeconds =
      isForUs ? environment["WATCHDOG_USEC"].flatMap(Double.init).map { $0 / 2e6 } : nil
  }

  func ready() { send("READY=1") }
  func stopping() { send("STOPPING=1") }
  func alive() { send("WATCHDOG=1") }

  /// - Parameter text: one line for the user.
  func status(_ text: String) { send("STATUS=\(text)") }

  private func send(_ line: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!
    let bytes = Array(line.utf8)
    withUnsafePointer(to: &target) { target in
      target.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
        _ = sendto(
          descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), target,
          socklen_t(offset + address.count))
      }
    }
  }
}
