internal import COpenCL

/// A built OpenCL program.
final class Program: @unchecked Sendable {
  let handle: cl_program

  private init(_ handle: cl_program) { self.handle = handle }

  deinit { clReleaseProgram(handle) }

  /// Compiles a source.
  ///
  /// - Throws: ``OpenCLError/build(program:options:code:log:)``.
  convenience init(_ source: KernelSource, options: String, in context: Context) throws {
    var code: cl_int = 0
    let program = source.text.withCString { text in
      var text: UnsafePointer<CChar>? = text
      return clCreateProgramWithSource(context.handle, 1, &text, nil, &code)
    }
    try check(code, "clCreateProgramWithSource")
    self.init(program!)
    try build(source, options, for: context.device)
  }

  /// Loads the binary that the driver once made of a source; nil when the driver does not accept it
  /// any more.
  convenience init?(
    _ source: KernelSource, binary: [UInt8], options: String, in context: Context
  ) {
    var code: cl_int = 0
    var device: cl_device_id? = context.device.handle
    var length = binary.count
    let program = binary.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      return clCreateProgramWithBinary(context.handle, 1, &device, &length, &start, nil, &code)
    }
    guard code == CL_SUCCESS, let program else { return nil }
    self.init(program)
    guard (try? build(source, options, for: context.device)) != nil else { return nil }
  }

  /// The driver's binary of the program; nil where the driver does not give it.
  var binary: [UInt8]? {
    var length = 0
    let size = MemoryLayout<Int>.size
    guard
      clGetProgramInfo(handle, cl_program_info(CL_PROGRAM_BINARY_SIZES), size, &length, nil)
        == CL_SUCCESS, length > 0
    else { return nil }
    var binary = [UInt8](repeating: 0, count: length)
    let code = binary.withUnsafeMutableBufferPointer { bytes in
      var start = bytes.baseAddress
      return clGetProgramInfo(
        handle, cl_program_info(CL_PROGRAM_BINARIES), MemoryLayout.size(ofValue: start), &start, nil
      )
    }
    return code == CL_SUCCESS ? binary : nil
  }

  private func build(_ source: KernelSource, _ options: String, for device: OpenCLDevice) throws {
    var target: cl_device_id? = device.handle
    let code = clBuildProgram(handle, 1, &target, options, nil, nil)
    guard code != CL_SUCCESS else { return }
    let log = try? queriedString("clGetProgramBuildInfo") {
      clGetProgramBuildInfo(
        handle, device.handle, cl_program_build_info(CL_PROGRAM_BUILD_LOG), $0, $1, $2)
    }
    throw OpenCLError.build(
      program: source.rawValue, options: options, code: code, log: log ?? "no log")
  }
}
