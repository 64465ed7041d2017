import CKernels
import Testing

/// Every convolution kernel of every variant against the naive formula.
@Suite struct ConvolutionKernelTests {
  /// Runs all blocks; returns each block's moments: [block][2 · channel blocks · 16].
  func run(
    _ inputs: KernelInputs, _ convolution: KernelConvolution, _ stored: [KernelMap],
    into output: KernelMap?
  ) -> (grid: stylize_grid, moments: [[Float]]) {
    let s = inputs.shape
    let grid = stylize_convolution_grid(convolution.handle, Int32(s.height), Int32(s.width))
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: grid.scratch, alignment: 64)
    // Whatever the scratch holds must not matter.
    scratch.initializeMemory(as: UInt8.self, repeating: 0xff, count: grid.scratch)
    defer { scratch.deallocate() }
    let count = 2 * ((s.outputs + 15) / 16 * 16)
    var map = output?.asCMap
    let moments = inputs.withSource(stored) { source in
      blocks(grid).map { block in
        [Float](unsafeUninitializedCapacity: count) { buffer, used in
          if map == nil {
            stylize_convolution_run(
              convolution.handle, block, source, nil, buffer.baseAddress, scratch)
          } else {
            stylize_convolution_run(
              convolution.handle, block, source, &map!, buffer.baseAddress, scratch)
          }
          used = count
        }
      }
    }
    return (grid, moments)
  }

  func check(_ shape: KernelCase, _ variant: stylize_variant) throws {
    let tolerance = shape.tolerance
    let inputs = KernelInputs(shape)
    let convolution = try #require(KernelConvolution(inputs, variant))
    let output = KernelMap(
      channels: shape.outputs, height: shape.outputHeight, width: shape.outputWidth,
      element: shape.outputElement)
    let (grid, moments) = run(inputs, convolution, inputs.storedMaps(), into: output)
    let reference = inputs.reference()
    try #require(Int(grid.height) == shape.outputHeight && Int(grid.width) == shape.outputWidth)

    var worst = 0.0
    let step =
      switch shape.outputElement {
      case stylize_u8: 0.5001 / 255
      case stylize_u16: 0.5001 / 65535
      default: 0.0
      }
    for c in 0..<shape.outputs {
      for y in 0..<shape.outputHeight {
        for x in 0..<shape.outputWidth {
          var expected = reference[(c * shape.outputHeight + y) * shape.outputWidth + x]
          if output.isPicture { expected = min(1, max(0, expected)) }
          let rounding = shape.outputElement == stylize_f16 ? abs(expected) * 0x1p-11 : step
          worst = max(worst, abs(output.value(c, y, x) - expected) - rounding)
        }
      }
    }
    #expect(worst <= tolerance, "\(shape) variant \(variant.rawValue)")
    #expect(output.paddingIsZero, "\(shape) variant \(variant.rawValue)")
    checkMoments(shape, variant, grid, moments, reference, tolerance)
  }

  func checkMoments(
    _ shape: KernelCase, _ variant: stylize_variant, _ grid: stylize_grid, _ moments: [[Float]],
    _ reference: [Double], _ tolerance: Double
  ) {
    let padded = (shape.outputs + 15) / 16 * 16
    for (block, found) in zip(blocks(grid), moments) {
      for c in 0..<shape.outputs {
        var values: [Double] = []
        for y in Int(block.row)..<Int(block.row + block.rows) {
          for x in Int(block.column)..<Int(block.column + block.columns) {
            values.append(reference[(c * shape.outputHeight + y) * shape.outputWidth + x])
          }
        }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let meanError = abs(Double(found[c]) - mean)
        // Errors of the values move a sum of squares by at most twice their product with it.
        let squaresError = abs(Double(found[padded + c]) - squares)
        let allowed = 2 * tolerance * (squares * count).squareRoot() + count * tolerance * tolerance
        if meanError > tolerance || squaresError > allowed + squares * 1e-6 {
          Issue.record(
            "moments of \(shape) variant \(variant.rawValue): \(meanError) \(squaresError)")
          return
        }
      }
    }
  }

  static let sizes = [(1, 1), (1, 5), (2, 3), (3, 2), (5, 17), (17, 33), (33, 5)]
  static let channels = [1, 3, 5, 16, 24, 32]

  @Test(arguments: InstructionSet.allCases)
  func everyChannelCount(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for inputs in Self.channels {
      for outputs in Self.channels {
        for (kernel, stride, upsample, padding) in [(3, 1, 1, 1), (3, 2, 1, 1), (3, 1, 2, 1)] {
          try check(
            KernelCase(
              inputs: inputs, outputs: outputs, kernel: kernel, stride: stride,
              upsample: upsample, padding: padding, height: 9, width: 13),
            variant)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.allCases)
  func everySize(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for (height, width) in Self.sizes {
      for (inputs, outputs) in [(16, 32), (3, 16), (24, 3)] {
        for (kernel, stride, upsample) in [
          (1, 1, 1), (3, 1, 1), (3, 2, 1), (3, 1, 2), (5, 1, 1), (9, 1, 1), (4, 3, 1), (5, 1, 2),
        ] {
          let shape = KernelCase(
            inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, upsample: upsample,
            padding: kernel / 2, height: height, width: width)
          if shape.outputHeight < 1 || shape.outputWidth < 1 { continue }
          try check(shape, variant)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.allCases)
  func storageAndTerms(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for (kernel, stride, upsample) in [(3, 1, 1), (3, 2, 1), (3, 1, 2), (5, 1, 1)] {
      for (inputs, outputs) in [(20, 17), (3, 20), (20, 3)] {
        for terms in 1...2 {
          for element in [stylize_f16, stylize_f32] {
            for activation in [stylize_none, stylize_relu, stylize_sigmoid, stylize_tanh] {
              try check(
                KernelCase(
                  inputs: inputs, outputs: outputs, kernel: kernel, stride: stride,
                  upsample: upsample, padding: kernel / 2, height: 11, width: 14,
                  element: element, outputElement: element, terms: terms, activation: activation,
                  bias: activation != stylize_none), variant)
            }
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.allCases)
  func pictures(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for element in [stylize_u8, stylize_u16] {
      for (height, width) in [(1, 1), (3, 2), (17, 127)] {
        for kernel in [3, 5, 9] {
          try check(
            KernelCase(
              inputs: 3, outputs: 16, kernel: kernel, padding: kernel / 2, height: height,
              width: width, element: element), variant)
          try check(
            KernelCase(
              inputs: 16, outputs: 3, kernel: kernel, padding: kernel / 2, height: height,
              width: width, element: stylize_f16, outputElement: element,
              activation: stylize_sigmoid), variant)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.allCases)
  func manyBlocks(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for (inputs, outputs, kernel, stride, upsample) in [
      (128, 128, 3, 1, 1), (32, 64, 3, 2, 1), (64, 32, 3, 1, 2), (3, 32, 9, 1, 1),
      (32, 3, 9, 1, 1),
    ] {
      let large = inputs * outputs < 5000
      try check(
        KernelCase(
          inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, upsample: upsample,
          padding: kernel / 2, height: large ? 33 : 17, width: large ? 127 : 33,
          element: stylize_f16, outputElement: stylize_f16), variant)
    }
  }

  /// A block gives the same bytes whether the source is whole or a window, and whether its output
  /// is whole or a window.
  @Test(arguments: InstructionSet.allCases)
  func windows(_ instructions: InstructionSet) throws {
    let variant = try instructions.variant()
    for (inputs, outputs, kernel, stride, upsample, element) in [
      (24, 40, 3, 1, 1, stylize_f16), (24, 40, 3, 2, 1, stylize_f32),
      (24, 40, 3, 1, 2, stylize_f16), (3, 40, 5, 1, 1, stylize_u8), (24, 3, 5, 1, 1, stylize_f16),
      (3, 40, 5, 1, 1, stylize_f16), (24, 40, 5, 1, 1, stylize_f32),
    ] {
      let shape = KernelCase(
        inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, upsample: upsample,
        padding: kernel / 2, height: 101, width: 203, element: element)
      let inputs = KernelInputs(shape)
      let convolution = try #require(KernelConvolution(inputs, variant))
      let whole = KernelMap(
        channels: outputs, height: shape.outputHeight, width: shape.outputWidth,
        element: stylize_f16)
      let (grid, moments) = run(inputs, convolution, inputs.storedMaps(), into: whole)
      let all = blocks(grid)
      #expect(all.count > 3)
      for index in [0, all.count / 2, all.count - 1] {
        let block = all[index]
        func needed(_ first: Int32, _ count: Int32, _ size: Int) -> Range<Int> {
          let begin = Int(first) * stride - shape.padding
          let end = Int(first + count - 1) * stride - shape.padding + kernel
          // Reflection reaches back as far as it reaches over.
          let low = min(begin, 2 * size * upsample - 1 - end) / upsample - 1
          let high = max(end, 1 - begin) / upsample + 1
          return max(0, low)..<min(size, high)
        }
        let stored = inputs.storedMaps(
          rows: needed(block.row, block.rows, shape.height),
          columns: needed(block.column, block.columns, shape.width))
        let inner = KernelMap(
          channels: outputs, height: shape.outputHeight, width: shape.outputWidth,
          element: stylize_f16,
          rows: Int(block.row) + (block.rows > 2 ? 1 : 0)..<Int(block.row + block.rows),
          columns: Int(block.column)..<Int(block.column + block.columns)
            - (block.columns > 3 ? 2 : 0))
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: grid.scratch, alignment: 64)
        defer { scratch.deallocate() }
        var found = [Float](repeating: .nan, count: moments[index].count)
        var map = inner.asCMap
        inputs.withSource(stored) {
          stylize_convolution_run(convolution.handle, block, $0, &map, &found, scratch)
        }
        #expect(found == moments[index], "\(shape)")
        var same = true
        for c in 0..<outputs {
          for y in inner.rows {
            for x in inner.columns where inner.value(c, y, x) != whole.value(c, y, x) {
              same = false
            }
          }
        }
        #expect(same, "\(shape) variant \(variant)")
      }
      #expect(run(inputs, convolution, inputs.storedMaps(), into: nil).moments == moments)
    }
  }

  @Test func descriptionsWithoutSense() {
    var shape = KernelCase(inputs: 3, outputs: 3, height: 3, width: 3)
    shape.upsample = 3
    #expect(KernelConvolution(KernelInputs(shape), stylize_portable) == nil)
    shape.upsample = 1
    shape.stride = 0
    #expect(KernelConvolution(KernelInputs(shape), stylize_portable) == nil)
  }
}
