/// A number of a map among ``StagedNetwork/maps``.
package typealias MapIndex = Int

/// A stored map as a stage reads it: `activation(norm(x))`.
package struct Term: Hashable, Sendable {
  package var map: MapIndex
  /// The norm whose statistics were taken when the map was made.
  package var norm: Norm?
  package var activation: Activation

  package init(map: MapIndex, norm: Norm? = nil, activation: Activation = .none) {
    self.map = map
    self.norm = norm
    self.activation = activation
  }
}

/// The method by which a map is enlarged.
package enum Enlargement: String, Hashable, Sendable, Codable {
  /// Every pixel is repeated.
  case nearest
  /// Every pixel has zeros to its right and below it.
  case zeros
}

/// The operations between two whole-picture statistics.
///
/// A stage reads the sum of one or two terms, enlarges it, convolves it, and writes the raw result,
/// with each channel's moments when a norm follows. Without a convolution it writes what it reads.
package struct Stage: Hashable, Sendable {
  /// The inputs: one or two terms of equal shape, which are added.
  package var source: [Term]
  /// The factor by which the source is enlarged along each axis.
  package var upsampling: Int
  package var enlargement: Enlargement
  package var convolution: Convolution?
  /// The activation that is applied before the result is written.
  package var activation: Activation
  package var output: MapIndex
  /// The norm that needs the moments of the output.
  package var norm: Norm?

  package var name: String { convolution?.name ?? "sum\(output)" }

  package func outputSize(for input: Size) -> Size {
    let enlarged = enlarged(input)
    return convolution?.outputSize(for: enlarged) ?? enlarged
  }

  /// The part of the inputs, which are of `size`, that the output region is computed from.
  package func inputRegion(for output: Region, of size: Size) -> Region {
    let region = convolution?.inputRegion(for: output, of: enlarged(size)) ?? output
    return Region(
      rows: region.rows.reduced(by: upsampling), columns: region.columns.reduced(by: upsampling))
  }

  /// The number of multiply-adds for one output pixel.
  package var multiplyAdds: Int { convolution?.multiplyAdds ?? 0 }

  private func enlarged(_ size: Size) -> Size {
    Size(height: size.height * upsampling, width: size.width * upsampling)
  }
}

extension Range<Int> {
  fileprivate func reduced(by factor: Int) -> Range<Int> {
    lowerBound / factor..<(upperBound + factor - 1) / factor
  }
}
