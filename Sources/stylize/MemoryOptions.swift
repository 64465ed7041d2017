internal import ArgumentParser
import Files
import Foundation
import ImageIO
import Logging
import StyleTransfer

/// The options for memory and scratch space, and for untrusted formats.
struct MemoryOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most memory the whole program may take: 4G, 800M (default: most of what is free).",
      valueName: "size"),
    transform: ByteSize.parse)
  var memory: ByteSize?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most memory feature maps may take on a graphics card (default: most of what is free).",
      valueName: "size"),
    transform: ByteSize.parse)
  var vram: ByteSize?

  @Option(
    help: ArgumentHelp(
      "Where to put what doesn't fit into memory, in files without a name.", valueName: "folder"),
    completion: .directory)
  var scratch: String?

  @Flag(help: "Also read formats whose decoders libvips doesn't trust.")
  var allowUntrusted = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Give up a photograph that isn't decoded in this time, \(Limits.decodeSeconds); 0 never does "
        + "(default: a minute, and a second more for each megapixel and megabyte).",
      valueName: "seconds"),
    transform: Limits.decodeSeconds.parse)
  var decodeTimeout: Double?

  /// - Throws: `ExitStatus.device` where the system gives the process too little address space to render at all.
  func apply(to options: inout RenderOptions) throws {
    try Self.checkAddressSpace()
    options.memoryBytes = memory?.bytes
    options.deviceMemoryBytes = vram?.bytes
    options.limits.scratchFolder =
      scratch.map(Path.init(argument:)) ?? Path(Self.usualFolder)
    options.limits.decodeSeconds = decodeTimeout
    if allowUntrusted { try ImageCodecs.allowUntrustedFormats(true, decodedBy: .ofOwn) }
  }

  /// The least address space (`ulimit -v`), in bytes. With less, libraries and stacks of threads leave so little that
  /// any allocation may fail, which ends a Swift program without a message. Measured: 430 MB crash now and then with
  /// two threads, 530 MB with 64; with 840 MB the program renders, or reports what failed.
  private static let leastAddressSpace: UInt = 900_000_000

  private static func checkAddressSpace() throws {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < leastAddressSpace
    else { return }
    PlainLogHandler.write(
      .error,
      "found an address space of \(limit.rlim_cur / 1_000_000) MB (ulimit -v), expected at least "
        + "\(leastAddressSpace / 1_000_000) MB")
    throw ExitStatus.device
  }

  /// The default scratch folder. Large files that need not outlive the program belong in /var/tmp (Filesystem Hierarchy
  /// Standard); /tmp is often kept in memory.
  private static var usualFolder: String {
    if let named = ProcessInfo.processInfo.environment["TMPDIR"], !named.isEmpty { return named }
    return access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
  }
}

/// A number of bytes as users write it: `4G`, `800MB`, `1.5GiB`. Prefixes are powers of 1000, as in all messages; those
/// with an `i` are powers of 1024 (IEC 80000-13).
struct ByteSize {
  var bytes: Int

  @Sendable static func parse(_ text: String) throws -> ByteSize {
    guard let size = ByteSize(text) else {
      throw ValidationError(
        "Found '\(text)', expected a size from 1 (byte) to 1048576T, such as 800M or 4G.")
    }
    return size
  }

  init?(_ text: String) {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    var unit = text.dropFirst(digits.count).trimmingCharacters(in: .whitespaces).uppercased()
    if unit.hasSuffix("B") { unit.removeLast() }
    let base = unit.hasSuffix("I") ? 1024.0 : 1000
    if unit.hasSuffix("I") { unit.removeLast() }
    guard let number = Double(digits), let power = ["", "K", "M", "G", "T"].firstIndex(of: unit),
      case let bytes = number * pow(base, Double(power)), bytes >= 1, bytes <= pow(2, 60)
    else { return nil }
    self.bytes = Int(bytes)
  }

  /// The text of a number of bytes, such as `1.9 GB`, in powers of 1000 as disks are sold.
  static func text(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return unit == 0 || value >= 99.5
      ? String(format: "%.0f %@", value, units[unit] as NSString)
      : String(format: "%.1f %@", value, units[unit] as NSString)
  }
}
