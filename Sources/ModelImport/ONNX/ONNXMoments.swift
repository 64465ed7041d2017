/// A part of an instance norm that a model writes out as operations on means and deviations, as TensorFlow's exporters
/// do: `(x − μ) / √(σ² + ε)`, or `x · a / √(σ² + ε) + (b − μ · a / √(σ² + ε))`.
struct ONNXMoments: CustomStringConvertible {
  enum Kind: String {
    /// `μ`
    case mean = "a mean"
    /// `scale · (x − μ)`
    case centred = "a map less its mean"
    /// `(x − μ)²`
    case squares = "squares of a map less its mean"
    /// `σ² + ε`
    case variance = "a variance"
    /// `√(σ² + ε)`
    case deviation = "a deviation"
    /// `scale / √(σ² + ε)`
    case reciprocal = "a number over a deviation"
    /// `scale · x / √(σ² + ε)`
    case scaledMap = "a map over its deviation"
    /// `scale · μ / √(σ² + ε) + shift`
    case scaledMean = "a mean over a deviation"
  }

  var kind: Kind
  /// The map x.
  let source: ONNXInterpreter.Map
  /// Whether the model sees the part with channels last now, which may have changed since the source.
  var isChannelsLast: Bool
  var epsilon = 0.0
  /// The factor of each channel.
  var scale: [Double]
  var shift: [Double]

  /// - Parameter channels: the number of channels of the source.
  init(_ kind: Kind, of source: ONNXInterpreter.Map, channels: Int) {
    (self.kind, self.source, isChannelsLast) = (kind, source, source.isChannelsLast)
    scale = [Double](repeating: 1, count: channels)
    shift = [Double](repeating: 0, count: channels)
  }

  var description: String { kind.rawValue }

  /// Whether the part has rows and columns, unlike moments.
  var isMap: Bool { [.centred, .squares, .scaledMap].contains(kind) }

  /// A copy of another kind, with other changes.
  func changed(_ kind: Kind, _ change: (inout ONNXMoments) -> Void = { _ in }) -> ONNXMoments {
    var result = self
    result.kind = kind
    change(&result)
    return result
  }

  /// The source with axes in the part's order.
  var map: ONNXInterpreter.Map {
    var map = source
    map.isChannelsLast = isChannelsLast
    return map
  }

  func isOf(_ map: ONNXInterpreter.Map) -> Bool {
    source.name != nil && source.name == map.name && isChannelsLast == map.isChannelsLast
  }
}
