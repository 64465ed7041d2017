internal import COpenCL

/// A device on which an ``OpenCLBackend`` can run.
package struct OpenCLDevice: Sendable {
  /// The device's index among all devices of the machine.
  package let index: Int
  package let name: String
  package let vendor: String
  package let platform: String
  package let driver: String
  package let version: String
  /// The size of the device's memory, and what is free of it.
  package let memory: DeviceMemory
  /// The largest single buffer, in bytes.
  package let maximumAllocation: Int
  /// The size of the memory that the work-items of a group share, in bytes.
  package let localMemory: Int
  package let computeUnits: Int
  package let clockMegahertz: Int
  package let maximumGroup: Int
  /// Whether its programs can compute with binary16 values; all devices can store them.
  package let hasHalfArithmetic: Bool
  /// Whether it is known to have units that multiply matrices.
  package let hasMatrixUnits: Bool
  /// The compute capability of NVIDIA's cards, as in "9.0"; nil for other devices.
  package let computeCapability: String?
  /// Whether its memory is the program's own.
  package let sharesHostMemory: Bool
  /// Whether it is a processor or a simulator rather than a graphics card. Such a device is never
  /// chosen automatically: the CPU backend is faster there.
  package let isSoftware: Bool

  nonisolated(unsafe) let handle: cl_device_id
  nonisolated(unsafe) let platformHandle: cl_platform_id

  init(_ handle: cl_device_id, of platform: cl_platform_id, index: Int) throws {
    let query = DeviceQuery(handle)
    self.handle = handle
    self.index = index
    platformHandle = platform
    name = try query.string(CL_DEVICE_NAME)
    vendor = try query.string(CL_DEVICE_VENDOR)
    driver = try query.string(CL_DRIVER_VERSION)
    version = try query.string(CL_DEVICE_VERSION)
    self.platform = try platformString(platform, CL_PLATFORM_NAME)
    maximumAllocation = Int(try query.value(CL_DEVICE_MAX_MEM_ALLOC_SIZE, as: cl_ulong.self))
    localMemory = Int(try query.value(CL_DEVICE_LOCAL_MEM_SIZE, as: cl_ulong.self))
    computeUnits = Int(try query.value(CL_DEVICE_MAX_COMPUTE_UNITS, as: cl_uint.self))
    clockMegahertz = Int(try query.value(CL_DEVICE_MAX_CLOCK_FREQUENCY, as: cl_uint.self))
    maximumGroup = try query.value(CL_DEVICE_MAX_WORK_GROUP_SIZE, as: Int.self)
    let extensions = try query.string(CL_DEVICE_EXTENSIONS).split(separator: " ")
    hasHalfArithmetic = extensions.contains("cl_khr_fp16")
    let capability = Self.computeCapability(of: query, extensions)
    computeCapability = capability.map { "\($0.major).\($0.minor)" }
    hasMatrixUnits =
      capability.map { $0.major >= 7 } ?? false
      || ["cl_khr_cooperative_matrix", "cl_intel_subgroup_matrix_multiply_accumulate"]
        .contains { extensions.contains(Substring($0)) }
    sharesHostMemory = try query.value(CL_DEVICE_HOST_UNIFIED_MEMORY, as: cl_bool.self) != 0
    let type = try query.value(CL_DEVICE_TYPE, as: cl_device_type.self)
    let names = "\(name) \(self.platform)".lowercased()
    let looksLikeSoftware =
      type & cl_device_type(CL_DEVICE_TYPE_GPU | CL_DEVICE_TYPE_ACCELERATOR) == 0
      || ["oclgrind", "llvmpipe", "softpipe", "swrast"].contains { names.contains($0) }
    isSoftware = looksLikeSoftware && !OpenCLFaults.makeCardsOfSoftware
    memory = try DeviceMemory(
      of: query, vendor: vendor, extensions: Set(extensions.map(String.init)))
  }

  private static func computeCapability(of query: DeviceQuery, _ extensions: [Substring])
    -> (major: cl_uint, minor: cl_uint)?
  {
    // Of cl_nv_device_attribute_query; not in all versions of its header.
    guard extensions.contains("cl_nv_device_attribute_query"),
      let major = try? query.value(0x4000, as: cl_uint.self),
      let minor = try? query.value(0x4001, as: cl_uint.self)
    else { return nil }
    return (major, minor)
  }

  /// Checks that the device has what the kernels need beyond OpenCL 1.2.
  ///
  /// - Throws: ``OpenCLError/unsupportedDevice(name:reason:)``.
  func validate() throws {
    guard maximumGroup >= 128 else {
      throw OpenCLError.unsupportedDevice(
        name: name, reason: "work-groups of \(maximumGroup), 128 are needed")
    }
    guard localMemory >= 16384 else {
      throw OpenCLError.unsupportedDevice(
        name: name, reason: "\(localMemory) bytes of local memory, 16384 are needed")
    }
  }
}

/// Queries the properties of a device.
struct DeviceQuery {
  let handle: cl_device_id

  init(_ handle: cl_device_id) { self.handle = handle }

  func value<Value: BitwiseCopyable>(_ parameter: Int32, as type: Value.Type) throws -> Value {
    try withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { buffer in
      try check(
        clGetDeviceInfo(
          handle, cl_device_info(parameter), MemoryLayout<Value>.size, buffer.baseAddress, nil),
        "clGetDeviceInfo(\(parameter))")
      return buffer[0]
    }
  }

  func string(_ parameter: Int32) throws -> String {
    try queriedString("clGetDeviceInfo(\(parameter))") {
      clGetDeviceInfo(handle, cl_device_info(parameter), $0, $1, $2)
    }
  }
}

func platformString(_ platform: cl_platform_id, _ parameter: Int32) throws -> String {
  try queriedString("clGetPlatformInfo(\(parameter))") {
    clGetPlatformInfo(platform, cl_platform_info(parameter), $0, $1, $2)
  }
}

/// Returns a string from one of the calls that first tell a length and then fill a buffer of that
/// length.
func queriedString(
  _ call: String, _ query: (Int, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?) -> cl_int
) throws -> String {
  var length = 0
  try check(query(0, nil, &length), call)
  var bytes = [UInt8](repeating: 0, count: length)
  try check(query(length, &bytes, nil), call)
  return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    .split(separator: " ").joined(separator: " ")
}
