internal import Files
internal import Foundation
internal import SystemPackage

/// A cache of compiled programs in files, so that a driver compiles each only once.
///
/// A file is named by a hash of everything that the compiled program depends on and starts with a
/// hash of its contents. One that is missing, damaged or refused by the driver is made again.
struct ProgramCache: Sendable {
  private let folder: String
  /// The properties of the device on which all its programs depend.
  private let device: String

  /// The default folder of the cache: `$XDG_CACHE_HOME/stylize/opencl`, or
  /// `~/.cache/stylize/opencl`; nil without a home.
  static var usualFolder: String? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      return cache + "/stylize/opencl"
    }
    return environment["HOME"].map { $0 + "/.cache/stylize/opencl" }
  }

  init(folder: String, device: OpenCLDevice) {
    self.folder = folder
    self.device = device.identity
  }

  /// Reads the driver's binary of a program; nil where there is none, or a damaged one.
  func binary(of source: KernelSource, options: String) -> [UInt8]? {
    guard
      let data = try? FileContents.read(
        path(of: source, options), limit: 256 << 20, isOwn: true),
      data.count > 8
    else { return nil }
    let binary = [UInt8](data.dropFirst(8))
    return Self.bytes(of: stableHash(binary)) == [UInt8](data.prefix(8)) ? binary : nil
  }

  /// Keeps a binary. A folder that can't be written to costs only time, so nothing is thrown.
  func keep(_ binary: [UInt8], of source: KernelSource, options: String) {
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try? AtomicFile.write(
      Self.bytes(of: stableHash(binary)) + binary, to: FilePath(path(of: source, options)),
      overwrite: true)
  }

  private func path(of source: KernelSource, _ options: String) -> String {
    let key = [device, source.rawValue, options, source.text].joined(separator: "\n")
    let name = String(stableHash(Array(key.utf8)), radix: 16)
    return "\(folder)/\(source.rawValue)-\(name).bin"
  }

  private static func bytes(of hash: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
  }
}

/// The FNV-1a hash of bytes, 64 bits (Fowler, Noll and Vo), which is the same in every run.
func stableHash(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

extension OpenCLDevice {
  /// The properties on which everything that is cached about the device depends.
  var identity: String { [platform, name, version, driver].joined(separator: "\n") }
}
