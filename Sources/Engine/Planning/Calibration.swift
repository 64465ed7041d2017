internal import Networks

/// Measures the speed of a network on the backend where it was prepared, by computing a small
/// picture.
package enum Calibration {
  /// The edges of the picture, in pixels: large enough that all threads have work, small enough to
  /// take a fraction of a second; smaller ones for devices that have little memory.
  private static let edges = [512, 256, 128]
  /// The number of runs, of which the shortest counts: the first run meets cold caches, and other
  /// programs may be at work.
  private static let runs = 3

  /// Measures the time per pixel of each stage, and the transfer rate of a backend with a memory of
  /// its own.
  ///
  /// - Parameter precision: the element type of maps.
  /// - Throws: ``EngineError`` when there is no memory even for this.
  package static func measure<B: Backend>(
    _ network: PreparedNetwork<B>, precision: Element = .float16
  ) throws -> Costs {
    for edge in edges.dropLast() {
      do {
        return try measure(network, precision, edge: edge)
      } catch EngineError.outOfMemory {}
    }
    return try measure(network, precision, edge: edges.last!)
  }

  private static func measure<B: Backend>(
    _ network: PreparedNetwork<B>, _ precision: Element, edge: Int
  ) throws -> Costs {
    let (staged, backend) = (network.staged, network.backend)
    let size = Size(height: edge, width: edge)
    let shapes = try staged.shapes(for: size)
    var seconds: [Double] = []
    for (stage, kernel) in zip(staged.stages, network.kernels) {
      let source = try stage.source.map { term in
        let channels = shapes[term.map].channels
        let element = term.map == StagedNetwork.input ? Element.uint8 : precision
        return Operand(
          map: try backend.makeMap(
            shapes[term.map], element, region: Region(shapes[term.map].size)),
          affine: term.norm == nil ? nil : ChannelAffine(identityOf: channels),
          activation: term.activation)
      }
      let shape = shapes[stage.output]
      let element = stage.output == staged.output ? Element.uint8 : precision
      let output = try backend.makeMap(shape, element, region: Region(shape.size))
      let moments = BlockMoments(of: shape, block: kernel.block(for: source[0].map.shape.size))
      let clock = ContinuousClock()
      let best = try (0..<runs).map { _ in
        try clock.measure {
          try backend.run(
            kernel, tile: Region(shape.size), from: source, to: output,
            moments: stage.norm == nil ? nil : moments)
          try backend.finish()
        }
      }.min()!
      seconds.append((best / .seconds(1)) / Double(shape.size.pixels))
    }
    var costs = Costs(secondsPerPixel: seconds)
    if !backend.capabilities.usesHostMemory {
      costs.busBytesPerSecond = try busBytesPerSecond(of: backend, size)
    }
    return costs
  }

  /// The speed at which rows come to a backend with a memory of its own, and back, in bytes per
  /// second.
  private static func busBytesPerSecond<B: Backend>(of backend: B, _ size: Size) throws -> Double {
    let map = try backend.makeMap(
      Shape(channels: 3, size: size), .uint8, region: Region(size))
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: size.pixels * 3, alignment: 64)
    defer { bytes.deallocate() }
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    let clock = ContinuousClock()
    let best = try (0..<runs).map { _ in
      try clock.measure {
        try backend.write(UnsafeRawBufferPointer(bytes), rows: 0..<size.height, to: map)
        try backend.read(rows: 0..<size.height, from: map, into: bytes)
      }
    }.min()!
    return Double(2 * bytes.count) / (best / .seconds(1))
  }
}

extension ChannelAffine {
  fileprivate init(identityOf channels: Int) {
    self.init(
      Norm("identity", channels: channels, epsilon: 0),
      NormVectors(
        gamma: [], beta: [], alpha: [Float](repeating: 1, count: channels)),
      [Moments](repeating: Moments(mean: 0, variance: 1), count: channels))
  }
}
