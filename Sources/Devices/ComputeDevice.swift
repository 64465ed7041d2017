internal import CPUBackend
internal import Foundation
internal import OpenCLBackend

/// Something that computes paintings: the processor, or a device that speaks OpenCL.
package struct ComputeDevice: Sendable {
  package enum Kind: String, Sendable, Codable {
    case processor
    case graphicsCard
    /// A processor that plays a graphics card, or a simulator: slower than the processor itself.
    case software
  }

  /// By which it is chosen: `cpu`, or its number among OpenCL devices.
  package let id: String
  package let kind: Kind
  package let name: String
  package let vendor: String
  /// Of OpenCL: its platform and the driver's version; for the processor its vector instructions.
  package let driver: String
  /// Bytes.
  package let memory: Int
  /// Bytes that other programs have left; nil where the driver doesn't tell.
  package let freeMemory: Int?
  /// What paintings take of it at most unless it is said, in bytes.
  package let memoryLimit: Int
  /// The largest single piece of memory, in bytes; nil for no limit.
  package let largestAllocation: Int?
  package let computeUnits: Int
  /// Whether it computes in half precision. All devices can store it.
  package let computesHalf: Bool
  /// Whether it is known to have units that multiply matrices; none of our kernels use them yet.
  package let hasMatrixUnits: Bool

  /// Nil for the processor.
  let openCL: OpenCLDevice?

  /// Whether it is the processor that this program runs on.
  package var isProcessor: Bool { openCL == nil }

  /// The processor that this program runs on.
  package static var processor: ComputeDevice {
    ComputeDevice(
      id: "cpu", kind: .processor, name: ProcessorFacts.name, vendor: ProcessorFacts.vendor,
      driver: CPUBackend.instructions, memory: SystemMemory.total,
      freeMemory: SystemMemory.available, memoryLimit: SystemMemory.usualLimit,
      largestAllocation: nil, computeUnits: CPUBackend.availableProcessors, computesHalf: false,
      hasMatrixUnits: false, openCL: nil)
  }

  /// The devices that speak OpenCL, in the order of their numbers; none where there is no driver.
  package static var openCLDevices: [ComputeDevice] {
    OpenCLDevices.all().map { device in
      ComputeDevice(
        id: "\(device.index)", kind: device.isSoftware ? .software : .graphicsCard,
        name: device.name, vendor: device.vendor, driver: "\(device.platform) \(device.driver)",
        memory: device.memory.total, freeMemory: device.memory.free,
        memoryLimit: device.memory.suggestedBudget, largestAllocation: device.maximumAllocation,
        computeUnits: device.computeUnits, computesHalf: device.hasHalfArithmetic,
        hasMatrixUnits: device.hasMatrixUnits, openCL: device)
    }
  }

  /// All of this machine, the processor first.
  package static var all: [ComputeDevice] { [processor] + openCLDevices }
}

extension ComputeDevice: CustomStringConvertible {
  package var description: String { "\(id) (\(name))" }
}

/// What the system says of the processor.
private enum ProcessorFacts {
  static var name: String { field("model name") ?? "processor" }
  static var vendor: String { field("vendor_id") ?? "" }

  private static func field(_ name: String) -> String? {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: ":", maxSplits: 1).last
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
