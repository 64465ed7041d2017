internal import Foundation
internal import OpenCLBackend

/// The choice of the devices that render.
package enum DeviceChoice: Hashable, Sendable {
  /// The fastest graphics card where it is faster than the processor, else the processor. Never a device that is
  /// emulated in software.
  case automatic
  /// The named devices: numbers, `cpu`, `gpu` for all graphics cards, or parts of names.
  case named([String])

  /// Parses `auto`, `cpu`, `gpu`, `0,1` or a part of a name.
  package init(_ text: String) {
    let names = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    self = names == ["auto"] ? .automatic : .named(names)
  }
}

/// The reason why no device can be used.
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

/// The devices that a choice resolves to, and the reason.
package struct ChosenDevices: Sendable {
  /// The devices, at least one and none twice.
  package let devices: [ComputeDevice]
  /// The devices to use instead when the chosen ones can't be used, the best first. Empty where devices were named: the
  /// user who names one wants to know.
  package var substitutes: [ComputeDevice] = []
  /// The reason of the choice, one line for the user.
  package let reason: String

  /// The same choice limited to its first few devices.
  ///
  /// - Parameter count: the number of devices, at least 1.
  package func prefix(_ count: Int) -> ChosenDevices {
    ChosenDevices(
      devices: Array(devices.prefix(count)), substitutes: substitutes, reason: reason)
  }
}

extension DeviceChoice {
  /// Resolves the choice to devices of this machine.
  ///
  /// - Parameter scores: the scores by which `automatic` chooses; missing ones are measured first.
  /// - Throws: ``DeviceError/notFound(wanted:available:)``.
  package func resolved(scores: DeviceScores = DeviceScores()) throws -> ChosenDevices {
    switch self {
    case .automatic: Self.fastest(scores)
    case .named(let names): try Self.chosen(names)
    }
  }

  private static func fastest(_ scores: DeviceScores) -> ChosenDevices {
    let processor = ComputeDevice.processor
    // Listing OpenCL devices loads drivers, which takes longer than a small picture.
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

/// The graphics cards that the kernel shows without any driver's library.
private enum GraphicsNodes {
  static var exist: Bool {
    let manager = FileManager.default
    let names = ["nvidia0", "nvidiactl", "kfd", "dxg"]
    if names.contains(where: { manager.fileExists(atPath: "/dev/\($0)") }) { return true }
    let nodes = (try? manager.contentsOfDirectory(atPath: "/dev/dri")) ?? []
    return nodes.contains { $0.hasPrefix("renderD") }
  }
}
