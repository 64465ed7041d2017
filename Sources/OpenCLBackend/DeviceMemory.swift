internal import COpenCL

/// A device's memory, in bytes.
package struct DeviceMemory: Hashable, Sendable {
  package let total: Int
  /// The part that other programs have left free; nil where the driver does not tell.
  package let free: Int?
  /// The default budget of a backend.
  package let suggestedBudget: Int

  /// The memory that is left to the driver's own needs: programs, stacks, the desktop.
  private static let reserve = 600 << 20

  package init(total: Int, free: Int?, sharesOfTotal share: Double? = nil) {
    self.total = total
    self.free = free
    let rest =
      share.map { Int(Double(total) * $0) } ?? total - max(Self.reserve, total / 10)
    // A free figure leaves out what others hold; what the driver will need still comes off it.
    suggestedBudget = max(free.map { min($0 - Self.reserve / 2, rest) } ?? rest, total / 8)
  }

  init(of query: DeviceQuery, vendor: String, extensions: Set<String>) throws {
    let total = Int(try query.value(CL_DEVICE_GLOBAL_MEM_SIZE, as: cl_ulong.self))
    if extensions.contains("cl_nv_device_attribute_query") {
      self.init(total: total, free: NVIDIAMemory.free(of: query))
    } else if extensions.contains("cl_amd_device_attribute_query") {
      self.init(total: total, free: Self.freeOnAMD(query))
    } else if vendor.contains("Intel") {
      // Shared with the rest of the machine.
      self.init(total: total, free: nil, sharesOfTotal: 0.8)
    } else {
      self.init(total: total, free: nil)
    }
  }

  /// The free memory of AMD's devices, in bytes. `CL_DEVICE_GLOBAL_FREE_MEMORY_AMD` gives the
  /// kilobytes that are free, and those of the largest free block.
  private static func freeOnAMD(_ query: DeviceQuery) -> Int? {
    var kilobytes = (0, 0)
    let code = clGetDeviceInfo(
      query.handle, cl_device_info(CL_DEVICE_GLOBAL_FREE_MEMORY_AMD),
      MemoryLayout.size(ofValue: kilobytes), &kilobytes, nil)
    return code == CL_SUCCESS ? kilobytes.0 * 1024 : nil
  }
}
