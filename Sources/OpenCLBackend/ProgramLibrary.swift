internal import CLKernels
internal import COpenCL
internal import Synchronization

/// One of the embedded programs, each of which has one kernel.
enum KernelSource: String, Hashable {
  case convolve, copy
  case mergeMoments = "merge_moments"

  var text: String {
    let kernel =
      switch self {
      case .convolve: stylize_cl_convolution_source()
      case .copy: stylize_cl_pointwise_source()
      case .mergeMoments: stylize_cl_moments_source()
      }
    return String(cString: stylize_cl_common_source()) + "\n" + String(cString: kernel!)
  }
}

/// Builds programs for a device, each once.
final class ProgramLibrary: Sendable {
  private struct Key: Hashable {
    let source: KernelSource
    let options: String
  }

  private let context: Context
  private let kernels = Mutex<[Key: Kernel]>([:])
  /// Defined in every program.
  private let definitions: [String: Int32]

  init(_ context: Context, definitions: [String: Int32] = [:]) {
    self.context = context
    self.definitions = definitions
  }

  /// - Throws: ``OpenCLError/build(program:options:code:log:)``.
  func kernel(_ source: KernelSource, _ definitions: [String: Int32]) throws -> Kernel {
    let all = self.definitions.merging(definitions) { _, own in own }
    let options = all.sorted { $0.key < $1.key }.map { "-D \($0.key)=\($0.value)" }
      .joined(separator: " ")
    let key = Key(source: source, options: options)
    return try kernels.withLock { kernels in
      if let kernel = kernels[key] { return kernel }
      let kernel = try Kernel(
        source.rawValue, of: Program(source, options: options, in: context))
      kernels[key] = kernel
      return kernel
    }
  }
}
