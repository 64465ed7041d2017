internal import CPUBackend
package import Engine
internal import OpenCLBackend

/// The creation of a device's backend, the only place where backends are constructed.
extension ComputeDevice {
  /// Opens the device.
  ///
  /// - Parameters:
  ///   - threads: the number of processor threads; nil for one per processor.
  ///   - idleBytes: the memory of finished maps that the processor's backend keeps at most, in bytes.
  ///   - memory: the memory that is taken at most of a device with memory of its own, in bytes; nil for what the device
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
