internal import CPUBackend
package import Engine
internal import OpenCLBackend

/// The only place that knows which backends there are.
extension ComputeDevice {
  /// Opens the device.
  ///
  /// - Parameters:
  ///   - threads: of the processor; nil for one per processor.
  ///   - idleBytes: what the processor's backend keeps of finished maps at most, in bytes.
  ///   - memory: what is taken of a device with memory of its own at most, in bytes; nil for what it
  ///     suggests.
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  package func makeBackend(
    threads: Int? = nil, idleBytes: Int = CPUBackend.usualIdleBytes, memory: Int? = nil
  ) throws -> any Backend {
    guard let openCL else { return CPUBackend(threads: threads, idleBytes: idleBytes) }
    do {
      return try OpenCLBackend(openCL, budget: memory)
    } catch {
      throw DeviceError.unusable(device: "\(self)", reason: "\(error)")
    }
  }
}
