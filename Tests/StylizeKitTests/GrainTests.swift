import ImageIO
import Reference
import StyleTransfer
import Testing

/// Grain as it is added to a picture. What becomes of it in paintings: `GrainedPaintingTests`.
@Suite struct GrainTests {
  /// Even on the left, with edges and hills on the right, dark and bright borders.
  private func scene(width: Int, height: Int, depth: BitDepth) -> Picture {
    let hills = Picture.scene(width: width, height: height, depth: depth)
    return Picture(width: width, height: height, depth: depth) { x, y in
      if x < width / 2 { return y < height / 4 ? (1, 1, 0.995) : (0.4, 0.5, 0.6) }
      let scale = depth == .eight ? 255.0 : 65535.0
      let pixel = (y * width + x) * 3
      return (
        Double(hills.values[pixel]) / scale, Double(hills.values[pixel + 1]) / scale,
        Double(hills.values[pixel + 2]) / scale
      )
    }
  }

  private func grained(
    _ picture: Picture, _ grain: Grain, strips: (Int) -> Int = { _ in 64 }
  ) throws -> Picture {
    let source: RowSource = { rows, bytes in picture.copy(rows, to: bytes) }
    let read = grain.rows(
      width: picture.width, height: picture.height, depth: picture.depth, of: source)
    var result = picture
    var row = 0
    while row < picture.height {
      let rows = row..<min(row + strips(row), picture.height)
      var bytes = [UInt8](repeating: 0, count: rows.count * picture.width * 3 * picture.depth.bytes)
      try bytes.withUnsafeMutableBytes { try read(rows, $0) }
      result.replace(rows, with: bytes)
      row = rows.upperBound
    }
    return result
  }

  /// Computed with Python's whole numbers.
  @Test(arguments: [
    (0, 0, 0, -0.2057204346), (0, 0, 1, 0.2535623962), (1, -1, -1, -1.2151858233),
    (2, 3, -2, -1.0381705655), (4, 1000, 123_456, -1.6601160656), (3, -2, 40, 1.5931373195),
  ])
  func latticeValues(octave: Int, row: Int, column: Int, value: Double) {
    let found = Grain.latticeValue(octave: octave, row: row, column: column)
    #expect(abs(Double(found) - value) < 1e-6)
    let reference = ReferenceGrain.latticeValue(octave: octave, row: row, column: column)
    #expect(abs(reference - value) < 1e-9)
  }

  /// Rows in any order, and those of a narrow picture, are what the definition says.
  @Test(arguments: [(1, 0), (2, 5), (41, 16), (41, 15), (41, 3), (700, 1000), (700, 2)])
  func theFieldIsAsDefined(width: Int, row: Int) {
    var field = GrainField(width: width)
    var values = [Float](repeating: 0, count: width)
    field.read(row: row / 2, into: &values)
    field.read(row: row, into: &values)
    for x in 0..<width {
      #expect(abs(Double(values[x]) - ReferenceGrain.noise(x: x, y: row)) < 2e-6)
    }
  }

  @Test(arguments: [BitDepth.eight, .sixteen], [(67, 45), (3, 2), (1, 1), (30, 9), (9, 30)])
  func theResultIsAsDefined(depth: BitDepth, size: (Int, Int)) throws {
    let picture = scene(width: size.0, height: size.1, depth: depth)
    let found = try grained(picture, Grain(recommended: 3, factor: 1.5))
    let (levels, full) = depth == .eight ? (1.0, 255.0) : (257.0, 65535.0)
    for y in 0..<size.1 {
      for x in 0..<size.0 {
        for (channel, value) in ReferenceGrain.values(of: picture, x: x, y: y, level: 4.5)
          .enumerated()
        {
          let wanted = min(max(value * levels, 0), full)
          let got = Double(found.values[(y * size.0 + x) * 3 + channel])
          // Single precision may round the other way what lies between two levels.
          #expect(abs(got - wanted) < 0.5 + 1e-3 * levels, "\(x), \(y)")
        }
      }
    }
    #expect(size.0 < 10 || found != picture)
  }

  @Test(arguments: [BitDepth.eight, .sixteen]) func stripsChangeNothing(depth: BitDepth)
    throws
  {
    let picture = scene(width: 61, height: 131, depth: depth)
    let grain = Grain(recommended: 3)
    let whole = try grained(picture, grain) { _ in 131 }
    #expect(try grained(picture, grain) { _ in 1 } == whole)
    let seed = testSeed()
    for trial in 0..<20 {
      var state = seed &+ UInt64(trial)
      let strips = try grained(picture, grain) { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 1 + Int(state >> 33) % 40
      }
      #expect(strips == whole, "seed \(seed), trial \(trial)")
    }
  }

  @Test func noGrainIsThePicture() throws {
    let picture = scene(width: 40, height: 30, depth: .eight)
    #expect(try grained(picture, .none) == picture)
    #expect(try grained(picture, Grain(recommended: 3, factor: 0)) == picture)
    #expect(try grained(picture, Grain(recommended: 3, strength: 0)) == picture)
    #expect(Grain(recommended: 3, factor: 2, strength: 0.25).level == 1.5)
    #expect(Grain(recommended: 3, factor: 1, strength: 1.5).level == 3)
    #expect(Grain(recommended: 3, factor: 9).level == 6)
    #expect(Grain(recommended: 3, factor: -1) == .none)
  }

  /// Full scale is full scale: pictures of 16 bits get the same grain.
  @Test func depthsGetTheSameGrain() throws {
    let picture = scene(width: 61, height: 43, depth: .eight)
    var deep = picture
    deep.depth = .sixteen
    deep.values = picture.values.map { $0 * 257 }
    let grain = Grain(recommended: 3)
    let (narrow, wide) = try (grained(picture, grain), grained(deep, grain))
    for (a, b) in zip(narrow.values, wide.values) {
      #expect(abs(Double(a) - Double(b) / 257) <= 0.51)
    }
  }

  /// Where the photograph has a variance of 36 squared levels, grain is half as strong.
  @Test func textureWeakens() throws {
    func deviation(_ picture: Picture) throws -> Double {
      let result = try grained(picture, Grain(recommended: 3))
      let differences = zip(result.values, picture.values).map { Double($0) - Double($1) }
      return (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
    }
    func stripes(_ levels: Double) -> Picture {
      Picture(width: 256, height: 256, depth: .sixteen) { x, _ in
        let grey = 0.5 + (x.isMultiple(of: 2) ? levels : -levels) / 255
        return (grey, grey, grey)
      }
    }
    let even = try deviation(stripes(0))
    // Four deviations of what a picture of this size would measure.
    #expect(abs(even / 257 - 3) < 0.15)
    #expect(abs(try deviation(stripes(6)) / even - 0.5) < 0.01)
    #expect(abs(try deviation(stripes(18)) / even - 0.1) < 0.01)
  }
}

extension Picture {
  fileprivate func copy(_ rows: Range<Int>, to bytes: UnsafeMutableRawBufferPointer) {
    for (index, value) in values[rows.lowerBound * width * 3..<rows.upperBound * width * 3]
      .enumerated()
    {
      switch depth {
      case .eight: bytes[index] = UInt8(value)
      case .sixteen: bytes.storeBytes(of: value, toByteOffset: 2 * index, as: UInt16.self)
      }
    }
  }

  fileprivate mutating func replace(_ rows: Range<Int>, with bytes: [UInt8]) {
    let start = rows.lowerBound * width * 3
    for index in 0..<rows.count * width * 3 {
      values[start + index] =
        depth == .eight
        ? UInt16(bytes[index]) : UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8
    }
  }
}
