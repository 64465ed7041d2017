/// Part of an instance norm that a model writes out as operations on means and deviations, as exporters
/// of TensorFlow do: `(x − μ) / √(σ² + ε)`, or `x · a / √(σ² + ε) + (b − μ · a / √(σ² + ε))`.
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
  /// x
  let source: ONNXInterpreter.Map
  /// As the model sees the part now; it may have changed since the source.
  var isChannelsLast: Bool
  var epsilon = 0.0
  /// By channel.
  var scale: [Double]
  var shift: [Double]

  /// - Parameter channels: of the source.
  init(_ kind: Kind, of source: ONNXInterpreter.Map, channels: Int) {
    (self.kind, self.source, isChannelsLast) = (kind, source, source.isChannelsLast)
    scale = [Double](repeating: 1, count: channels)
    shift = [Double](repeating: 0, count: channels)
  }

  var description: String { kind.rawValue }

  /// Whether it has rows and columns.
  var isMap: Bool { [.centred, .squares, .scaledMap].contains(kind) }

  /// The same facts about the same map.
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
