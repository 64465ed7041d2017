internal import COpenCL
internal import Glibc

/// The free memory of an NVIDIA card, which its OpenCL driver does not tell. It comes from the
/// driver's management library (NVML), which is loaded only here and need not be installed.
enum NVIDIAMemory {
  private typealias Device = OpaquePointer
  private typealias Initialise = @convention(c) () -> Int32
  private typealias DeviceByAddress =
    @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Device?>) -> Int32
  private typealias MemoryInfo =
    @convention(c) (Device, UnsafeMutablePointer<UInt64>) -> Int32

  // Of cl_nv_device_attribute_query; not in all versions of its header.
  private static let busParameter: Int32 = 0x4008
  private static let slotParameter: Int32 = 0x4009
  private static let domainParameter: Int32 = 0x400A

  static func free(of query: DeviceQuery) -> Int? {
    guard let address = address(of: query),
      let library = dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)
    else { return nil }
    defer { dlclose(library) }
    guard let initialise = dlsym(library, "nvmlInit_v2"),
      let shutdown = dlsym(library, "nvmlShutdown"),
      let find = dlsym(library, "nvmlDeviceGetHandleByPciBusId_v2"),
      let ask = dlsym(library, "nvmlDeviceGetMemoryInfo"),
      unsafeBitCast(initialise, to: Initialise.self)() == 0
    else { return nil }
    defer { _ = unsafeBitCast(shutdown, to: Initialise.self)() }
    var device: Device?
    guard unsafeBitCast(find, to: DeviceByAddress.self)(address, &device) == 0, let device
    else { return nil }
    // Total, free, used.
    var memory: [UInt64] = [0, 0, 0]
    guard unsafeBitCast(ask, to: MemoryInfo.self)(device, &memory) == 0 else { return nil }
    return Int(memory[1])
  }

  /// The PCI address of a card, domain:bus:device.function, by which NVML identifies it.
  private static func address(of query: DeviceQuery) -> String? {
    guard let bus = try? query.value(busParameter, as: cl_uint.self),
      let slot = try? query.value(slotParameter, as: cl_uint.self)
    else { return nil }
    let domain = (try? query.value(domainParameter, as: cl_uint.self)) ?? 0
    func hexadecimal(_ value: cl_uint, _ digits: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
    return "\(hexadecimal(domain, 8)):\(hexadecimal(bus, 2)):\(hexadecimal(slot, 2)).0"
  }
}
