internal import CKernels
internal import COpenBLAS
internal import Engine
internal import Networks

/// A convolution of any shape as one matrix product per block.
///
/// The input patch is laid out as a matrix with a row per weight of one output channel and a column
/// per output pixel (im2col, Chellapilla et al. 2006); OpenBLAS multiplies the weights by it. Blocks
/// have one size, so the product, and with it every rounding, is the same in every tiling.
struct GEMMConvolution: BlockKernel {
  private let block = Size(height: 8, width: 32)
  private let convolution: Convolution
  private let upsampling: Int
  private let enlargement: Enlargement
  private let activation: stylize_activation
  private let weight: [Float]
  private let bias: [Float]

  init(_ convolution: Convolution, _ stage: Stage, _ weights: Weights) throws {
    self.convolution = convolution
    upsampling = stage.upsampling
    enlargement = stage.enlargement
    activation = stage.activation.kernelActivation
    weight = try weights.weight(of: convolution)
    bias = try weights.bias(of: convolution)
  }

  func block(for input: Size) -> Size { block }

  func scratchBytes(for input: Size) -> Int {
    let floats =
      patchCount + depth * block.pixels + convolution.outputChannels * block.pixels
    return floats * MemoryLayout<Float>.size
  }

  /// The number of weights of one output channel.
  private var depth: Int { convolution.inputChannels * convolution.kernel * convolution.kernel }

  private var patchCount: Int {
    let rows = (block.height - 1) * convolution.stride + convolution.kernel
    let columns = (block.width - 1) * convolution.stride + convolution.kernel
    return convolution.inputChannels * rows * columns
  }

  func run(
    _ region: Region, from source: stylize_source, to output: stylize_map?,
    moments: UnsafeMutablePointer<Float>?, scratch: UnsafeMutableRawPointer
  ) {
    let patch = scratch.assumingMemoryBound(to: Float.self)
    let matrix = patch + patchCount
    let result = BlockResult(
      values: matrix + depth * block.pixels, region: region,
      channels: convolution.outputChannels)
    let pixels = region.size.pixels

    let (rows, columns) = (input(of: region.rows), input(of: region.columns))
    let loader = PatchLoader(
      upsampling: upsampling, enlargement: enlargement, padding: convolution.padding)
    loader.load(
      rows: rows, columns: columns, channels: convolution.inputChannels, of: source, into: patch)
    unfold(patch, rows: rows.count, columns: columns.count, region.size, into: matrix)
    stylize_multiply(
      Int32(result.channels), Int32(pixels), Int32(depth), weight, matrix, result.values)
    for channel in 0..<result.channels {
      for pixel in channel * pixels..<(channel + 1) * pixels {
        result.values[pixel] = activation.apply(result.values[pixel] + bias[channel])
      }
    }
    if let moments { result.writeMoments(to: moments) }
    if let output { result.store(to: output) }
  }

  private func input(of output: Range<Int>) -> Range<Int> {
    let first = output.lowerBound * convolution.stride - convolution.paddingAmount
    return first..<first + (output.count - 1) * convolution.stride + convolution.kernel
  }

  private func unfold(
    _ patch: UnsafePointer<Float>, rows: Int, columns: Int, _ size: Size,
    into matrix: UnsafeMutablePointer<Float>
  ) {
    var target = matrix
    for channel in 0..<convolution.inputChannels {
      for u in 0..<convolution.kernel {
        for v in 0..<convolution.kernel {
          for row in 0..<size.height {
            let line =
              patch + (channel * rows + row * convolution.stride + u) * columns + v
            for column in 0..<size.width { target[column] = line[column * convolution.stride] }
            target += size.width
          }
        }
      }
    }
  }
}
