internal import CPUBackend
internal import Foundation
internal import OpenCLBackend

/// A device that renders: the processor, or an OpenCL device.
package struct ComputeDevice: Sendable {
  package enum Kind: String, Sendable, Codable {
    case processor
    case graphicsCard
    /// An OpenCL device emulated by the processor, or a simulator: slower than the processor
    /// itself.
    case software
  }

  /// The identifier by which the device is chosen: `cpu`, or its number among OpenCL devices.
  package let id: String
  package let kind: Kind
  package let name: String
  package let vendor: String
  /// The OpenCL platform and the driver's version; for the processor its vector instructions.
  package let driver: String
  /// The size of the device's memory, in bytes.
  package let memory: Int
  /// The memory that other programs have left, in bytes; nil where the driver doesn't report it.
  package let freeMemory: Int?
  /// The memory that rendering takes at most by default, in bytes.
  package let memoryLimit: Int
  /// The largest single allocation, in bytes; nil for no limit.
  package let largestAllocation: Int?
  package let computeUnits: Int
  /// Whether the device computes in half precision. All devices can store it.
  package let computesHalf: Bool
  /// Whether the device is known to have matrix units; none of our kernels use them yet.
  package let hasMatrixUnits: Bool

  /// The OpenCL device; nil for the processor.
  let openCL: OpenCLDevice?

  /// Whether this is the processor that the program runs on.
  package var isProcessor: Bool { openCL == nil }

  /// The processor that the program runs on.
  package static var processor: ComputeDevice {
    ComputeDevice(
      id: "cpu", kind: .processor, name: ProcessorFacts.name, vendor: ProcessorFacts.vendor,
      driver: CPUBackend.instructions, memory: SystemMemory.total,
      freeMemory: SystemMemory.available, memoryLimit: SystemMemory.usualLimit,
      largestAllocation: nil, computeUnits: CPUBackend.availableProcessors, computesHalf: false,
      hasMatrixUnits: false, openCL: nil)
  }

  /// The OpenCL devices, in the order of their numbers; none where there is no driver.
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

  /// All devices of this machine, the processor first.
  package static var all: [ComputeDevice] { [processor] + openCLDevices }
}

extension ComputeDevice: CustomStringConvertible {
  package var description: String { "\(id) (\(name))" }
}

/// The facts about the processor from `/proc/cpuinfo`.
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
