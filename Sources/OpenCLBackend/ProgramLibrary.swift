internal import CLKernels
internal import COpenCL
internal import Synchronization

/// One of the embedded kernels, each of which is compiled as a program of its own.
enum KernelSource: String, Hashable {
  case convolve, copy, multiply
  case transformInput = "transform_input"
  case transformOutput = "transform_output"
  case mergeMoments = "merge_moments"

  /// The definitions that select the part of a source with several kernels.
  var definitions: [String: Int32] {
    switch self {
    case .transformInput: ["TRANSFORM_INPUT": 1]
    case .multiply: ["MULTIPLY": 1]
    case .transformOutput: ["WINOGRAD": 1]
    case .convolve, .copy, .mergeMoments: [:]
    }
  }

  var text: String {
    let kernel =
      switch self {
      case .convolve: stylize_cl_convolution_source()
      case .transformInput, .multiply, .transformOutput: stylize_cl_winograd_source()
      case .copy: stylize_cl_pointwise_source()
      case .mergeMoments: stylize_cl_moments_source()
      }
    return String(cString: stylize_cl_common_source()) + "\n" + String(cString: kernel!)
  }
}

/// The programs of a device, each of which is built once.
final class ProgramLibrary: Sendable {
  private struct Key: Hashable {
    let source: KernelSource
    let options: String
  }

  private let context: Context
  private let kernels = Mutex<[Key: Kernel]>([:])
  /// The definitions in every program.
  private let definitions: [String: Int32]

  private let cache: ProgramCache?

  init(_ context: Context, cache: ProgramCache?, definitions: [String: Int32] = [:]) {
    self.context = context
    self.cache = cache
    self.definitions = definitions
  }

  /// - Throws: ``OpenCLError/build(program:options:code:log:)``.
  func kernel(_ source: KernelSource, _ definitions: [String: Int32]) throws -> Kernel {
    let all = self.definitions.merging(source.definitions) { $1 }.merging(definitions) { $1 }
    let options = all.sorted { $0.key < $1.key }.map { "-D \($0.key)=\($0.value)" }
      .joined(separator: " ")
    let key = Key(source: source, options: options)
    return try kernels.withLock { kernels in
      if let kernel = kernels[key] { return kernel }
      let kernel = try cached(source, options) ?? compiled(source, options)
      kernels[key] = kernel
      return kernel
    }
  }

  private func cached(_ source: KernelSource, _ options: String) -> Kernel? {
    guard let binary = cache?.binary(of: source, options: options),
      let program = Program(source, binary: binary, options: options, in: context)
    else { return nil }
    return try? Kernel(source.rawValue, of: program)
  }

  private func compiled(_ source: KernelSource, _ options: String) throws -> Kernel {
    let program = try Program(source, options: options, in: context)
    let kernel = try Kernel(source.rawValue, of: program)
    if let cache, let binary = program.binary {
      cache.keep(binary, of: source, options: options)
    }
    return kernel
  }
}
