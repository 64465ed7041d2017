/// What a convolution reads beyond the border of its input.
public enum Padding: String, Hashable, Sendable, Codable {
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
public struct Convolution: Hashable, Sendable {
  public var name: String
  public var inputChannels: Int
  public var outputChannels: Int
  public var kernel: Int
  public var stride: Int
  public var padding: Padding
  /// Pixels added on each of the four sides.
  public var paddingAmount: Int

  public init(
    _ name: String, from inputChannels: Int, to outputChannels: Int, kernel: Int, stride: Int = 1,
    padding: Padding = .reflection, amount: Int? = nil
  ) {
    self.name = name
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.paddingAmount = amount ?? kernel / 2
  }

  public var weightName: String { name + ".weight" }
  public var biasName: String { name + ".bias" }
  public var weightShape: [Int] { [outputChannels, inputChannels, kernel, kernel] }

  /// Multiply-adds for one output pixel.
  public var multiplyAdds: Int { outputChannels * inputChannels * kernel * kernel }

  public func outputSize(for input: Size) -> Size {
    Size(height: outputLength(input.height), width: outputLength(input.width))
  }

  private func outputLength(_ length: Int) -> Int {
    (length + 2 * paddingAmount - kernel) / stride + 1
  }

  /// The part of an input of `size` that the output region is computed from.
  public func inputRegion(for output: Region, of size: Size) -> Region {
    Region(
      rows: inputRange(for: output.rows, of: size.height),
      columns: inputRange(for: output.columns, of: size.width))
  }

  private func inputRange(for output: Range<Int>, of length: Int) -> Range<Int> {
    guard !output.isEmpty else { return 0..<0 }
    let first = output.lowerBound * stride - paddingAmount
    let last = (output.upperBound - 1) * stride - paddingAmount + kernel - 1
    var range = max(first, 0)..<min(last + 1, length)
    if padding == .reflection {
      // A coordinate −d is read at d, and length − 1 + d at length − 1 − d.
      if first < 0 { range = range.lowerBound..<min(max(range.upperBound, 1 - first), length) }
      if last >= length {
        range = max(min(range.lowerBound, 2 * (length - 1) - last), 0)..<range.upperBound
      }
    }
    return range
  }
}

/// The pixel that stands for coordinate `index` of a line of `length` pixels mirrored at both ends
/// as often as it takes; in a line of one pixel that pixel stands for all.
public func reflected(_ index: Int, in length: Int) -> Int {
  guard length > 1 else { return 0 }
  let period = 2 * (length - 1)
  let position = ((index % period) + period) % period
  return position < length ? position : period - position
}
