import CKernels
import Foundation
import Testing

/// One convolution with its source, computed by a kernel and by the naive formula in doubles.
struct KernelCase: CustomStringConvertible, Sendable {
  var inputs: Int
  var outputs: Int
  var kernel = 3
  var stride = 1
  var upsample = 1
  var padding = 1
  var height: Int
  var width: Int
  var element = stylize_f32
  var outputElement = stylize_f32
  var terms = 1
  var activation = stylize_none
  var bias = true

  var description: String {
    "\(kernel)×\(kernel) s\(stride) ↑\(upsample) p\(padding) \(inputs)→\(outputs) "
      + "\(height)×\(width) e\(element.rawValue)→\(outputElement.rawValue) terms \(terms)"
  }

  /// The largest error of results around 1 in single precision. Winograd's transforms cost a digit.
  var tolerance: Double {
    kernel == 3 && stride == 1 && upsample == 1 ? 1.2e-5 : 4e-6
  }

  var outputHeight: Int { (height * upsample + 2 * padding - kernel) / stride + 1 }
  var outputWidth: Int { (width * upsample + 2 * padding - kernel) / stride + 1 }
}

/// What a case needs in memory: weights, bias, terms.
final class KernelInputs: @unchecked Sendable {
  let shape: KernelCase
  let weights: [Float]
  let bias: [Float]
  let maps: [[Double]]
  let scales: [[Float]]
  let shifts: [[Float]]
  let activations: [stylize_activation]

  init(_ shape: KernelCase, seed: UInt64 = 1) {
    self.shape = shape
    var numbers = KernelNumbers(state: seed)
    let taps = shape.kernel * shape.kernel
    let reach = 1 / Double(taps * shape.inputs).squareRoot()
    weights = numbers.array(shape.outputs * shape.inputs * taps, -reach...reach).map(Float.init)
    bias = numbers.array(shape.outputs, -0.5...0.5).map(Float.init)
    let picture = shape.element == stylize_u8 || shape.element == stylize_u16
    let count = shape.inputs * shape.height * shape.width
    maps = (0..<shape.terms).map { _ in numbers.array(count, picture ? 0...1 : -1...1) }
    let padded = (shape.inputs + 15) / 16 * 16
    scales = (0..<shape.terms).map { _ in numbers.array(padded, 0.5...1.5).map(Float.init) }
    shifts = (0..<shape.terms).map { _ in numbers.array(padded, -0.3...0.3).map(Float.init) }
    activations = [stylize_relu, stylize_none]
  }

  /// Whether term `i` has a scale and shift: pictures come plain.
  func isAffine(_ i: Int) -> Bool { shape.element == stylize_f16 || shape.element == stylize_f32 }

  func storedMaps(rows: Range<Int>? = nil, columns: Range<Int>? = nil) -> [KernelMap] {
    maps.map {
      KernelMap(
        $0, channels: shape.inputs, height: shape.height, width: shape.width,
        element: shape.element, rows: rows, columns: columns)
    }
  }

  func withSource<R>(_ stored: [KernelMap], _ body: (UnsafePointer<stylize_source>) -> R) -> R {
    var source = stylize_source()
    source.count = Int32(stored.count)
    func term(_ i: Int, _ scale: UnsafePointer<Float>, _ shift: UnsafePointer<Float>)
      -> stylize_term
    {
      stylize_term(
        map: stored[i].asCMap, scale: isAffine(i) ? scale : nil, shift: isAffine(i) ? shift : nil,
        activation: isAffine(i) ? activations[i] : stylize_none)
    }
    let last = stored.count - 1
    return scales[0].withUnsafeBufferPointer { scale in
      shifts[0].withUnsafeBufferPointer { shift in
        scales[last].withUnsafeBufferPointer { scale2 in
          shifts[last].withUnsafeBufferPointer { shift2 in
            source.terms.0 = term(0, scale.baseAddress!, shift.baseAddress!)
            if last == 1 { source.terms.1 = term(1, scale2.baseAddress!, shift2.baseAddress!) }
            return body(&source)
          }
        }
      }
    }
  }

  /// The sum of the terms at a pixel: [channel][row][column].
  func loaded() -> [Double] {
    let stored = storedMaps()
    var sum = [Double](repeating: 0, count: shape.inputs * shape.height * shape.width)
    let plane = shape.height * shape.width
    for (t, map) in stored.enumerated() {
      for i in sum.indices {
        var x = map.values[i]
        if isAffine(t) {
          x = x * Double(scales[t][i / plane]) + Double(shifts[t][i / plane])
          if activations[t] == stylize_relu { x = max(0, x) }
        }
        sum[i] += x
      }
    }
    return sum
  }

  /// The naive convolution in doubles: [channel][row][column].
  func reference() -> [Double] {
    let s = shape
    let input = loaded()
    func border(_ i: Int, _ size: Int) -> Int {
      var i = i
      if size == 1 { return 0 }
      while i < 0 || i >= size { i = i < 0 ? -i : 2 * (size - 1) - i }
      return i
    }
    let rows = (0..<s.outputHeight).map { y in
      (0..<s.kernel).map {
        border(y * s.stride + $0 - s.padding, s.height * s.upsample) / s.upsample
      }
    }
    let columns = (0..<s.outputWidth).map { x in
      (0..<s.kernel).map {
        border(x * s.stride + $0 - s.padding, s.width * s.upsample) / s.upsample
      }
    }
    var output = [Double](repeating: 0, count: s.outputs * s.outputHeight * s.outputWidth)
    input.withUnsafeBufferPointer { input in
      for o in 0..<s.outputs {
        for y in 0..<s.outputHeight {
          for x in 0..<s.outputWidth {
            var sum = s.bias ? Double(bias[o]) : 0
            for i in 0..<s.inputs {
              for ky in 0..<s.kernel {
                for kx in 0..<s.kernel {
                  sum +=
                    Double(weights[((o * s.inputs + i) * s.kernel + ky) * s.kernel + kx])
                    * input[(i * s.height + rows[y][ky]) * s.width + columns[x][kx]]
                }
              }
            }
            output[(o * s.outputHeight + y) * s.outputWidth + x] = activated(sum, s.activation)
          }
        }
      }
    }
    return output
  }
}

func activated(_ x: Double, _ activation: stylize_activation) -> Double {
  switch activation {
  case stylize_relu: max(0, x)
  case stylize_sigmoid: 1 / (1 + exp(-x))
  case stylize_tanh: tanh(x)
  default: x
  }
}

/// A prepared convolution that is destroyed with its last reference.
final class KernelConvolution {
  let handle: OpaquePointer

  init?(_ inputs: KernelInputs, _ variant: stylize_variant) {
    let s = inputs.shape
    let made = inputs.weights.withUnsafeBufferPointer { weights in
      inputs.bias.withUnsafeBufferPointer { bias in
        var description = stylize_convolution_description(
          input_channels: Int32(s.inputs), output_channels: Int32(s.outputs),
          kernel: Int32(s.kernel), stride: Int32(s.stride), upsample: Int32(s.upsample),
          padding: Int32(s.padding), weights: weights.baseAddress,
          bias: s.bias ? bias.baseAddress : nil, activation: s.activation)
        return stylize_convolution_create(&description, variant)
      }
    }
    guard let made else { return nil }
    handle = made
  }

  deinit { stylize_convolution_destroy(handle) }
}

/// The blocks of a grid, row by row.
func blocks(_ grid: stylize_grid) -> [stylize_block] {
  stride(from: 0, to: grid.height, by: Int(grid.block_rows)).flatMap { row in
    stride(from: 0, to: grid.width, by: Int(grid.block_columns)).map { column in
      stylize_block(
        row: row, rows: min(grid.block_rows, grid.height - row), column: column,
        columns: min(grid.block_columns, grid.width - column))
    }
  }
}

/// The instruction sets that kernels are written for.
enum InstructionSet: String, CaseIterable, Sendable {
  case portable, avx2, avx512

  /// The kernels' variant for it.
  ///
  /// - Throws: what ends a test as skipped, where the processor lacks these instructions.
  func variant() throws -> stylize_variant {
    let variant =
      switch self {
      case .portable: stylize_portable
      case .avx2: stylize_avx2
      case .avx512: stylize_avx512
      }
    guard stylize_variant_supported(variant) else {
      try Test.cancel("this processor has no \(rawValue)")
    }
    return variant
  }
}
