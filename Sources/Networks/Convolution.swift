/// The values that a convolution reads beyond the border of its input.
package enum Padding: String, Hashable, Sendable, Codable {
  /// The input mirrored at its border pixels, which are not repeated: …2 1 | 0 1 2…
  case reflection
  case zero
}

/// A two-dimensional convolution (cross-correlation, as the field calls it) with a square kernel.
///
/// `y[o, r, c] = bias[o] + Σ weight[o, i, u, v] · x[i, stride·r + u − padding, stride·c + v − padding]`
///
/// Weights are (output channels, input channels, kernel, kernel) under `name + ".weight"`, the bias
/// (output channels) under `name + ".bias"`; a network without that tensor has no bias.
package struct Convolution: Hashable, Sendable {
  package var name: String
  package var inputChannels: Int
  package var outputChannels: Int
  package var kernel: Int
  package var stride: Int
  package var padding: Padding
  /// Pixels added at the top and at the left; a negative number leaves some out.
  package var paddingAmount: Int
  /// Pixels added at the bottom and at the right; a negative number leaves some out.
  package var trailingPadding: Int

  /// - Parameters:
  ///   - amount: the padding at the top and left; nil for half the kernel.
  ///   - trailing: the padding at the bottom and right; nil for as much as at the top and left.
  package init(
    _ name: String, from inputChannels: Int, to outputChannels: Int, kernel: Int, stride: Int = 1,
    padding: Padding = .reflection, amount: Int? = nil, trailing: Int? = nil
  ) {
    self.name = name
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    paddingAmount = amount ?? kernel / 2
    trailingPadding = trailing ?? paddingAmount
  }

  package var weightName: String { name + ".weight" }
  package var biasName: String { name + ".bias" }
  package var weightShape: [Int] { [outputChannels, inputChannels, kernel, kernel] }

  /// The number of multiply-adds for one output pixel.
  package var multiplyAdds: Int { outputChannels * inputChannels * kernel * kernel }

  package func outputSize(for input: Size) -> Size {
    Size(height: outputLength(input.height), width: outputLength(input.width))
  }

  private func outputLength(_ length: Int) -> Int {
    let positions = length + paddingAmount + trailingPadding - kernel
    return positions < 0 ? 0 : positions / stride + 1
  }

  /// The part of an input of `size` that the output region is computed from.
  package func inputRegion(for output: Region, of size: Size) -> Region {
    Region(
      rows: inputRange(for: output.rows, of: size.height),
      columns: inputRange(for: output.columns, of: size.width))
  }

  private func inputRange(for output: Range<Int>, of length: Int) -> Range<Int> {
    guard !output.isEmpty else { return 0..<0 }
    var first = output.lowerBound * stride - paddingAmount
    var last = (output.upperBound - 1) * stride - paddingAmount + kernel - 1
    if padding == .reflection {
      // A coordinate −d is read at d, and length − 1 + d at length − 1 − d.
      let (before, after) = (first, last)
      if before < 0 { (first, last) = (0, max(last, -before)) }
      if after >= length { first = min(first, 2 * (length - 1) - after) }
    }
    let lower = min(max(first, 0), length)
    return lower..<max(min(last + 1, length), lower)
  }
}

/// The pixel that stands for coordinate `index` of a line of `length` pixels mirrored at both ends
/// as often as it takes; in a line of one pixel that pixel stands for all.
package func reflected(_ index: Int, in length: Int) -> Int {
  guard length > 1 else { return 0 }
  let period = 2 * (length - 1)
  let position = ((index % period) + period) % period
  return position < length ? position : period - position
}
