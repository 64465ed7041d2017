package import Networks

/// A scale and a shift per channel.
package struct ChannelAffine: Sendable {
  /// The number to a multiple of which channels are padded with zeros, so that vector units can read past the end.
  package static let lanes = 16

  package var scale: [Float]
  package var shift: [Float]

  /// Makes the scale and shift of a norm whose statistics are known: `(γ/σ + α)·x + (β − γ·μ/σ)`, σ² being the biased
  /// variance plus ε.
  package init(_ norm: Norm, _ vectors: NormVectors, _ moments: [Moments]) {
    let padded = (norm.channels + Self.lanes - 1) / Self.lanes * Self.lanes
    scale = [Float](repeating: 0, count: padded)
    shift = scale
    for channel in 0..<norm.channels {
      func vector(_ values: [Float]) -> Double { values.isEmpty ? 0 : Double(values[channel]) }
      let deviation = (moments[channel].variance + norm.epsilon).squareRoot()
      let gain = vector(vectors.gamma) / deviation
      scale[channel] = Float(gain + vector(vectors.alpha))
      shift[channel] = Float(vector(vectors.beta) - gain * moments[channel].mean)
    }
  }
}
