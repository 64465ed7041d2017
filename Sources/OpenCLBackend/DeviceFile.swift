internal import Files
internal import Foundation
internal import SystemPackage

/// Facts about a device with its driver that are kept in a file beside its compiled programs.
///
/// A file that is missing, damaged, of another device, driver or format counts as none.
struct DeviceFile<Facts: Codable> {
  private struct Contents: Codable {
    var format = DeviceFile.format
    var device: String
    var facts: Facts
  }

  /// The version of the format; raise it when old facts have become worthless.
  private static var format: Int { 1 }

  private let folder: String
  private let path: String
  private let device: String

  /// - Parameter name: the name of the facts, with which the file's name begins.
  init(_ name: String, of device: OpenCLDevice, in folder: String) {
    self.folder = folder
    self.device = device.identity
    let hash = String(stableHash(Array(device.identity.utf8)), radix: 16)
    path = "\(folder)/\(name)-\(hash).json"
  }

  func read() -> Facts? {
    guard let bytes = try? FileContents.read(path, limit: 16 << 20, isOwn: true),
      let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)),
      contents.format == Self.format, contents.device == device
    else { return nil }
    return contents.facts
  }

  /// Keeps facts. A folder that can't be written to costs only time, so nothing is thrown.
  func keep(_ facts: Facts) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(Contents(device: device, facts: facts)) else { return }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? AtomicFile.write(Array(data), to: FilePath(path), overwrite: true)
  }
}
