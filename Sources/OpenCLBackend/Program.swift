internal import CLKernels
internal import COpenCL

/// A built OpenCL program.
final class Program: @unchecked Sendable {
  let handle: cl_program

  init(_ source: KernelSource, options: String, in context: Context) throws {
    var code: cl_int = 0
    let program = source.text.withCString { text in
      var text: UnsafePointer<CChar>? = text
      return clCreateProgramWithSource(context.handle, 1, &text, nil, &code)
    }
    try check(code, "clCreateProgramWithSource")
    handle = program!
    try build(source, options, for: context.device)
  }

  deinit { clReleaseProgram(handle) }

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

/// A kernel of a program, and its arguments in their order.
///
/// Arguments belong to the kernel, so one thread at a time sets and enqueues.
final class Kernel: @unchecked Sendable {
  private let handle: cl_kernel
  private let program: Program
  private let name: String

  init(_ name: String, of program: Program) throws {
    self.program = program
    self.name = name
    var code: cl_int = 0
    let kernel = clCreateKernel(program.handle, name, &code)
    try check(code, "clCreateKernel(\(name))")
    handle = kernel!
  }

  deinit { clReleaseKernel(handle) }

  enum Argument {
    case buffer(DeviceBuffer)
    case int(Int)
    /// Memory shared by a work-group, in bytes.
    case local(Int)
    case window(stylize_cl_window)
    case source(stylize_cl_source)
    case target(stylize_cl_target)
    case merge(stylize_cl_merge)
  }

  func enqueue(
    on queue: CommandQueue, _ arguments: [Argument], groups: [Int], group: [Int]?
  ) throws {
    for (index, argument) in arguments.enumerated() {
      try check(set(argument, at: cl_uint(index)), "clSetKernelArg(\(name), \(index))")
    }
    let global = group.map { zip(groups, $0).map(*) } ?? groups
    try check(
      clEnqueueNDRangeKernel(
        queue.handle, handle, cl_uint(global.count), nil, global, group, 0, nil, nil),
      "clEnqueueNDRangeKernel(\(name))")
  }

  private func set(_ argument: Argument, at index: cl_uint) -> cl_int {
    func value<Value: BitwiseCopyable>(_ value: Value) -> cl_int {
      withUnsafeBytes(of: value) { clSetKernelArg(handle, index, $0.count, $0.baseAddress) }
    }
    return switch argument {
    case .buffer(let buffer): value(buffer.handle as cl_mem?)
    case .int(let number): value(Int32(number))
    case .local(let bytes): clSetKernelArg(handle, index, bytes, nil)
    case .window(let window): value(window)
    case .source(let source): value(source)
    case .target(let target): value(target)
    case .merge(let merge): value(merge)
    }
  }
}
