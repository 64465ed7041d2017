internal import COpenCL

/// An OpenCL context of one device.
final class Context: @unchecked Sendable {
  // Contexts are safe to use from any thread.
  let handle: cl_context
  let device: OpenCLDevice

  init(_ device: OpenCLDevice) throws {
    self.device = device
    var properties = [
      cl_context_properties(CL_CONTEXT_PLATFORM),
      cl_context_properties(bitPattern: UInt(bitPattern: device.platformHandle)), 0,
    ]
    var code: cl_int = 0
    var handle: cl_device_id? = device.handle
    let context = clCreateContext(&properties, 1, &handle, nil, nil, &code)
    try check(code, "clCreateContext")
    self.handle = context!
  }

  deinit { clReleaseContext(handle) }
}
