import CKernels
import Foundation
import Testing

/// The pointwise pass of every variant against the formula in doubles.
@Suite struct PointwiseKernelTests {
  @Test(arguments: InstructionSet.allCases)
  func mapsAndPictures(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for element in [stylize_f16, stylize_f32] {
      for terms in 1...2 {
        for (channels, height, width) in [(3, 1, 1), (3, 17, 127), (24, 33, 5), (16, 2, 300)] {
          for output in [stylize_u8, stylize_u16, stylize_f16, stylize_f32] {
            if output.rawValue <= stylize_u16.rawValue, channels > 16 { continue }
            for activation in [stylize_none, stylize_relu, stylize_sigmoid, stylize_tanh] {
              check(
                KernelCase(
                  inputs: channels, outputs: channels, height: height, width: width,
                  element: element, outputElement: output, terms: terms, activation: activation),
                variant)
            }
          }
        }
      }
    }
  }

  func check(_ shape: KernelCase, _ variant: stylize_variant) {
    let inputs = KernelInputs(shape)
    let output = KernelMap(
      channels: shape.inputs, height: shape.height, width: shape.width,
      element: shape.outputElement)
    let grid = stylize_pointwise_grid(
      Int32(shape.inputs), Int32(shape.height), Int32(shape.width))
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: grid.scratch, alignment: 64)
    defer { scratch.deallocate() }
    let padded = (shape.inputs + 15) / 16 * 16
    var moments = [Float](repeating: .nan, count: 2 * padded)
    var map = output.asCMap
    let reference = inputs.loaded().map { activated($0, shape.activation) }
    var worst = 0.0
    inputs.withSource(inputs.storedMaps()) { source in
      for block in blocks(grid) {
        stylize_pointwise_run(variant, block, source, shape.activation, &map, &moments, scratch)
        for c in 0..<shape.inputs {
          var values: [Double] = []
          for y in Int(block.row)..<Int(block.row + block.rows) {
            for x in Int(block.column)..<Int(block.column + block.columns) {
              let value = reference[(c * shape.height + y) * shape.width + x]
              values.append(value)
              let expected = output.isPicture ? min(1, max(0, value)) : value
              let rounding =
                switch shape.outputElement {
                case stylize_u8: 0.5001 / 255
                case stylize_u16: 0.5001 / 65535
                case stylize_f16: abs(expected) * 0x1p-11
                default: 0.0
                }
              worst = max(worst, abs(output.value(c, y, x) - expected) - rounding)
            }
          }
          let mean = values.reduce(0, +) / Double(values.count)
          let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
          worst = max(worst, abs(Double(moments[c]) - mean))
          worst = max(worst, abs(Double(moments[padded + c]) - squares) / (squares + 1))
        }
      }
    }
    #expect(worst <= 1e-6, "\(shape) variant \(variant.rawValue)")
    #expect(output.paddingIsZero)
  }

  /// Moments far from zero lose nothing, and a value that binary16 cannot hold is clamped.
  @Test(arguments: InstructionSet.allCases)
  func extremes(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    let values = (0..<4096).map { 1000 + Double(Float(sin(Double($0)))) / 1024 }
    let map = KernelMap(values, channels: 1, height: 64, width: 64, element: stylize_f32)
    var source = stylize_source()
    source.count = 1
    source.terms.0 = stylize_term(map: map.asCMap, scale: nil, shift: nil, activation: stylize_none)
    let grid = stylize_pointwise_grid(1, 64, 64)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: grid.scratch, alignment: 64)
    defer { scratch.deallocate() }
    var moments = [Float](repeating: 0, count: 32)
    for block in blocks(grid) {
      stylize_pointwise_run(
        variant, block, &source, stylize_none, nil, &moments, scratch)
      let pixels = (Int(block.row)..<Int(block.row + block.rows)).flatMap { y in
        (Int(block.column)..<Int(block.column + block.columns)).map { map.values[y * 64 + $0] }
      }
      let mean = pixels.reduce(0, +) / Double(pixels.count)
      let squares = pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(abs(Double(moments[0]) - mean) < 1e-4)
      #expect(abs(Double(moments[16]) / squares - 1) < 0.05)
    }

    let special: [Float] = [
      70000, -70000, 65504, 65519, .infinity, -.infinity, 0x1p-14, 0x1p-24, 0x1p-25, 0x1.8p-24,
      -0x1.ff8p-15, 1 + 0x1p-11, 1 + 0x1.8p-10, -0, 3.14159, .nan,
    ]
    let line = KernelMap(channels: 16, height: 1, width: 1, element: stylize_f32)
    for (c, x) in special.enumerated() {
      line.bytes.storeBytes(of: x, toByteOffset: c * 4, as: Float.self)
    }
    let half = KernelMap(channels: 16, height: 1, width: 1, element: stylize_f16)
    var target = half.asCMap
    source.terms.0.map = line.asCMap
    stylize_pointwise_run(
      variant, stylize_block(row: 0, rows: 1, column: 0, columns: 1), &source,
      stylize_none, &target, nil, scratch)
    for (c, x) in special.enumerated() where !x.isNaN {
      let bits = half.bytes.load(fromByteOffset: c * 2, as: UInt16.self)
      // -0 · 1 + 0 = +0
      #expect(bits == HalfBits.bits(x == 0 ? 0 : x), "\(x)")
    }
    #expect(half.value(15, 0, 0).isNaN)
  }

  /// Maps too large for caches are stored past them; that must not show.
  @Test(arguments: InstructionSet.allCases)
  func largeMaps(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    let (height, width) = (1031, 1033)  // 34 MB in binary16
    let input = KernelMap(channels: 16, height: height, width: width, element: stylize_f32)
    let floats = input.bytes.bindMemory(to: Float.self)
    for i in floats.indices { floats[i] = Float(i % 8191) / 4096 - 1 }
    let whole = KernelMap(channels: 16, height: height, width: width, element: stylize_f16)
    let columns = 3..<511
    let part = KernelMap(
      channels: 16, height: height, width: width, element: stylize_f16, columns: columns)
    var source = stylize_source()
    source.count = 1
    source.terms.0.map = input.asCMap
    let grid = stylize_pointwise_grid(16, Int32(height), Int32(width))
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: grid.scratch, alignment: 64)
    defer { scratch.deallocate() }
    for output in [whole, part] {
      var map = output.asCMap
      for block in blocks(grid) {
        stylize_pointwise_run(
          variant, block, &source, stylize_relu, &map, nil, scratch)
      }
    }
    #expect(part.value(15, 1030, 510) == whole.value(15, 1030, 510))
    let line = columns.count * 32
    for row in 0..<height {
      let start = whole.bytes.baseAddress! + (row * width + columns.lowerBound) * 32
      #expect(memcmp(start, part.bytes.baseAddress! + row * line, line) == 0)
    }
    #expect(whole.value(5, 30, 11) == max(0, Double(((30 * 1033 + 11) * 16 + 5) % 8191) / 4096 - 1))
  }
}
