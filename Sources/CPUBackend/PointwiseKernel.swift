internal import CKernels
internal import Engine
internal import Networks

/// A stage without a convolution: what it reads, enlarged, through an activation.
struct PointwiseKernel: BlockKernel {
  let block = Size(height: 16, width: 64)
  private let channels: Int
  private let upsampling: Int
  private let enlargement: Enlargement
  private let activation: stylize_activation

  init(_ stage: Stage, channels: Int) {
    self.channels = channels
    upsampling = stage.upsampling
    enlargement = stage.enlargement
    activation = stage.activation.kernelActivation
  }

  var scratchBytes: Int { channels * block.pixels * MemoryLayout<Float>.size }

  func run(
    _ region: Region, from source: stylize_source, to output: stylize_map?,
    moments: UnsafeMutablePointer<Float>?, scratch: UnsafeMutableRawPointer
  ) {
    let values = scratch.assumingMemoryBound(to: Float.self)
    let loader = PatchLoader(
      upsampling: upsampling, enlargement: enlargement, padding: .reflection)
    loader.load(
      rows: region.rows, columns: region.columns, channels: channels, of: source, into: values)
    for index in 0..<channels * region.size.pixels {
      values[index] = activation.apply(values[index])
    }
    let result = BlockResult(values: values, region: region, channels: channels)
    if let moments { result.writeMoments(to: moments) }
    if let output { result.store(to: output) }
  }
}
