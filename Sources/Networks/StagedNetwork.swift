/// A network cut at its whole-picture statistics.
package struct StagedNetwork: Hashable, Sendable {
  /// The number of channels of each map. The first map is the picture; each of the others is made
  /// by a stage.
  package var maps: [Int]
  /// The stages, in the order in which they run.
  package var stages: [Stage]

  package static let input: MapIndex = 0
  /// The longest side that any map may have, in pixels.
  package static let longestSide = 1 << 26
  /// The finished picture, the output of the last stage.
  package var output: MapIndex { stages[stages.count - 1].output }

  package var norms: [Norm] { stages.compactMap(\.norm) }

  /// The shape of every map for an input of `size`.
  ///
  /// - Throws: ``NetworkError/sumOfDifferentSizes``, ``NetworkError/mapSize`` and
  ///   ``NetworkError/outputTooSmall``.
  package func shapes(for size: Size) throws -> [Shape] {
    var shapes = maps.map { Shape(channels: $0, size: size) }
    for stage in stages {
      let sizes = stage.source.map { shapes[$0.map].size }
      guard sizes.allSatisfy({ $0 == sizes[0] }) else {
        throw NetworkError.sumOfDifferentSizes(left: sizes[0], right: sizes[1])
      }
      let output = stage.outputSize(for: sizes[0])
      let allowed = 1...Self.longestSide
      guard allowed.contains(output.height), allowed.contains(output.width) else {
        throw NetworkError.mapSize(stage: stage.name, input: sizes[0], output: output)
      }
      shapes[stage.output].size = output
    }
    guard Region(shapes[output].size).contains(Region(size)) else {
      throw NetworkError.outputTooSmall(input: size, output: shapes[output].size)
    }
    return shapes
  }

  /// The number of multiply-adds for a picture of `size`, counted as direct convolutions.
  package func multiplyAdds(for size: Size) throws -> Int {
    let shapes = try shapes(for: size)
    return stages.reduce(0) { $0 + $1.multiplyAdds * shapes[$1.output].size.pixels }
  }
}
