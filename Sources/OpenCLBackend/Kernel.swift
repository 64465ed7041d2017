internal import CLKernels
internal import COpenCL

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
    /// Local memory that a work-group shares, of this size in bytes.
    case local(Int)
    case window(stylize_cl_window)
    case source(stylize_cl_source)
    case target(stylize_cl_target)
    case winograd(stylize_cl_winograd)
    case merge(stylize_cl_merge)
  }

  func enqueue(
    on queue: CommandQueue, _ arguments: [Argument], groups: [Int], group: [Int]?
  ) throws {
    for (index, argument) in arguments.enumerated() {
      try check(set(argument, at: cl_uint(index)), "clSetKernelArg(\(name), \(index))")
    }
    try queue.admit("clEnqueueNDRangeKernel(\(name))")
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
    case .winograd(let winograd): value(winograd)
    case .merge(let merge): value(merge)
    }
  }
}
