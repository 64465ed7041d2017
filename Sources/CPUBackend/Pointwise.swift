internal import CKernels
internal import Engine
internal import Networks

/// A stage without a convolution, which applies an activation to its inputs. The SIMD kernels
/// compute it, except for the rare stage that enlarges or adds the photograph itself.
struct Pointwise: BlockKernel {
  private let channels: Int
  private let upsampling: Int
  private let enlargement: Enlargement
  private let activation: stylize_activation
  private let variant = stylize_variant_chosen()

  init(_ stage: Stage, channels: Int) {
    self.channels = channels
    upsampling = stage.upsampling
    enlargement = stage.enlargement
    activation = stage.activation.kernelActivation
  }

  func block(for input: Size) -> Size { grid(for: input).block }

  func scratchBytes(for input: Size) -> Int {
    let grid = grid(for: input)
    return max(grid.scratch, channels * grid.block.pixels * MemoryLayout<Float>.size)
  }

  func run(
    _ block: Region, from source: stylize_source, to output: stylize_map?,
    moments: UnsafeMutablePointer<Float>?, scratch: UnsafeMutableRawPointer
  ) {
    guard upsampling == 1, !source.readsPicture else {
      return runPlainly(block, from: source, to: output, moments: moments, scratch: scratch)
    }
    withOptionalPointer(to: output) { output in
      withUnsafePointer(to: source) { source in
        stylize_pointwise_run(
          variant, stylize_block(block), source, activation, output, moments, scratch)
      }
    }
  }

  private func runPlainly(
    _ block: Region, from source: stylize_source, to output: stylize_map?,
    moments: UnsafeMutablePointer<Float>?, scratch: UnsafeMutableRawPointer
  ) {
    let values = scratch.assumingMemoryBound(to: Float.self)
    let loader = PatchLoader(
      upsampling: upsampling, enlargement: enlargement, padding: .reflection)
    loader.load(
      rows: block.rows, columns: block.columns, channels: channels, of: source, into: values)
    for index in 0..<channels * block.size.pixels {
      values[index] = activation.apply(values[index])
    }
    let result = BlockResult(values: values, region: block, channels: channels)
    if let moments { result.writeMoments(to: moments) }
    if let output { result.store(to: output) }
  }

  private func grid(for input: Size) -> stylize_grid {
    stylize_pointwise_grid(
      Int32(channels), Int32(input.height * upsampling), Int32(input.width * upsampling))
  }
}

extension stylize_source {
  fileprivate var readsPicture: Bool {
    terms.0.map.isPicture || count == 2 && terms.1.map.isPicture
  }
}
