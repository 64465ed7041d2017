internal import Foundation
internal import OpenCLBackend

/// Which devices paint.
package enum DeviceChoice: Hashable, Sendable {
  /// The fastest graphics card where it is faster than the processor; else the processor. Never a
  /// device that is software.
  case automatic
  /// Numbers, `cpu`, `gpu` for all graphics cards, or parts of names.
  case named([String])

  /// Reads `auto`, `cpu`, `gpu`, `0,1` or a part of a name.
  package init(_ text: String) {
    let names = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    self = names == ["auto"] ? .automatic : .named(names)
  }
}

/// Why no device can be chosen.
package enum DeviceError: Error, Hashable {
  case notFound(wanted: String, available: [String])
  case unusable(device: String, reason: String)
}

extension DeviceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let wanted, let available):
      "no device '\(wanted)'; found \(available.joined(separator: ", "))"
    case .unusable(let device, let reason):
      "the device \(device) can't be used: \(reason)"
    }
  }
}

/// The devices that a choice means, and why.
package struct ChosenDevices: Sendable {
  /// One at least, none twice.
  package let devices: [ComputeDevice]
  /// What takes their place when they can't be used, the best first. None where devices were named: who
  /// names one wants to know.
  package var substitutes: [ComputeDevice] = []
  /// One line for people.
  package let reason: String

  /// The first few of them.
  ///
  /// - Parameter count: 1 at least.
  package func prefix(_ count: Int) -> ChosenDevices {
    ChosenDevices(
      devices: Array(devices.prefix(count)), substitutes: substitutes, reason: reason)
  }
}

extension DeviceChoice {
  /// - Parameter scores: where those of graphics cards are kept, which are measured when they are
  ///   first asked for.
  /// - Throws: ``DeviceError/notFound(wanted:available:)``.
  package func resolved(scores: DeviceScores = DeviceScores()) throws -> ChosenDevices {
    switch self {
    case .automatic: Self.fastest(scores)
    case .named(let names): try Self.chosen(names)
    }
  }

  private static func fastest(_ scores: DeviceScores) -> ChosenDevices {
    let processor = ComputeDevice.processor
    // Asking for OpenCL devices loads drivers, which takes longer than a small picture.
    guard GraphicsNodes.exist || OpenCLFaults.makeCardsOfSoftware else {
      return ChosenDevices(devices: [processor], reason: "no graphics card found")
    }
    let cards = ComputeDevice.openCLDevices.filter { $0.kind == .graphicsCard }
    guard !cards.isEmpty else {
      return ChosenDevices(devices: [processor], reason: "no graphics card speaks OpenCL")
    }
    let rated = ([processor] + cards)
      .map { (device: $0, score: (try? scores.score(of: $0)) ?? 0) }
      .sorted { $0.score > $1.score }
    let others = rated.dropFirst()
      .map { String(format: "%.1f on %@", $0.score, "\($0.device)" as NSString) }
    let last = rated.firstIndex { $0.device.kind == .processor }!
    return ChosenDevices(
      devices: [rated[0].device], substitutes: rated[...last].dropFirst().map(\.device),
      reason: String(format: "%.1f megapixels per second against ", rated[0].score)
        + others.joined(separator: ", "))
  }

  private static func chosen(_ names: [String]) throws -> ChosenDevices {
    // The processor alone needs no drivers.
    let all = names == ["cpu"] ? [ComputeDevice.processor] : ComputeDevice.all
    var devices: [ComputeDevice] = []
    for name in names {
      let found = all.filter { $0.answers(to: name) }
      guard !found.isEmpty else {
        throw DeviceError.notFound(wanted: name, available: all.map(\.description))
      }
      devices += found.filter { device in !devices.contains { $0.id == device.id } }
    }
    guard !devices.isEmpty else {
      throw DeviceError.notFound(wanted: "", available: all.map(\.description))
    }
    return ChosenDevices(devices: devices, reason: "as asked for")
  }
}

extension ComputeDevice {
  fileprivate func answers(to name: String) -> Bool {
    if name == "gpu" { return kind == .graphicsCard }
    if name == "cpu" || Int(name) != nil { return id == name }
    return openCL != nil && !name.isEmpty
      && self.name.range(of: name, options: .caseInsensitive) != nil
  }
}

/// What the kernel shows of graphics cards without any driver's library.
private enum GraphicsNodes {
  static var exist: Bool {
    let manager = FileManager.default
    let names = ["nvidia0", "nvidiactl", "kfd", "dxg"]
    if names.contains(where: { manager.fileExists(atPath: "/dev/\($0)") }) { return true }
    let nodes = (try? manager.contentsOfDirectory(atPath: "/dev/dri")) ?? []
    return nodes.contains { $0.hasPrefix("renderD") }
  }
}
