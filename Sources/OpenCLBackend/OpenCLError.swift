internal import COpenCL
internal import Engine

/// An error between this program and an OpenCL device.
///
/// A device without room is an `EngineError.outOfMemory`, so that the engine plans again with less.
package enum OpenCLError: BackendFailure, Hashable {
  /// A call returned a code other than success; codes are those of the OpenCL 1.2 specification.
  case call(String, code: Int32)
  /// The device's compiler refused a program.
  case build(program: String, options: String, code: Int32, log: String)
  case unsupportedDevice(name: String, reason: String)
  /// A convolution whose patch of inputs is larger than the device's local memory, in bytes.
  case unsupportedConvolution(name: String, neededBytes: Int, availableBytes: Int)
  /// Tests asked for a failure that is not known.
  case unknownFault(String)

  /// Whether the device, or this program's context on it, is lost, so that nothing can be computed there until the
  /// program is started again.
  package var isDeviceLost: Bool {
    guard case .call(_, let code) = self else { return false }
    return lostDeviceCodes.contains(code)
  }
}

extension OpenCLError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .call(let call, let code):
      "\(call) failed with \(code)"
    case .build(let program, let options, let code, let log):
      "the OpenCL program '\(program)' (\(options)) does not build (\(code)): "
        + log.split(whereSeparator: \.isNewline).joined(separator: " | ")
    case .unsupportedDevice(let name, let reason):
      "the device '\(name)' can't be used: \(reason)"
    case .unsupportedConvolution(let name, let needed, let available):
      "convolution '\(name)' needs \(needed) bytes of local memory, the device has \(available)"
    case .unknownFault(let fault):
      "no such fault: \(fault)"
    }
  }
}

/// The codes that drivers return after a device was lost or a kernel was stopped; −9999 is NVIDIA's for an invalid
/// memory access.
private let lostDeviceCodes: Set<cl_int> = [
  CL_DEVICE_NOT_AVAILABLE, CL_INVALID_DEVICE, CL_INVALID_CONTEXT, CL_INVALID_COMMAND_QUEUE,
  CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, -9999,
]

/// The codes that mean a lack of memory. Drivers that allocate when a buffer is first used report it from the call that
/// uses it; after −61 (a buffer above the largest size) smaller ones are tried.
private let outOfMemoryCodes: Set<cl_int> = [
  CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_RESOURCES, CL_OUT_OF_HOST_MEMORY,
  CL_INVALID_BUFFER_SIZE,
]

/// Checks the code that a call returned.
///
/// - Throws: `EngineError.outOfMemory` or ``OpenCLError/call(_:code:)`` when the call has failed.
func check(_ code: cl_int, _ call: String, bytes: Int = 0) throws {
  guard code != CL_SUCCESS else { return }
  if outOfMemoryCodes.contains(code) {
    throw EngineError.outOfMemory(neededBytes: bytes, what: "\(call) (code \(code))")
  }
  throw OpenCLError.call(call, code: code)
}
