internal import Networks
internal import StyleLibrary

/// A single walk through a model, for a picture of one size: constants are computed, the rest
/// becomes a draft of a network.
///
/// Exporters write sizes as chains of operations on shapes. Once the size is given these are
/// constants; a second walk checks that the network is the same for another size.
struct ONNXInterpreter {
  /// A feature map of the draft.
  struct Map {
    var value: NetworkDraft.Value
    var size: Size
    /// The range in which its values are known to lie; nil where none is known.
    var range: ClosedRange<Double>?
    /// Whether the model sees it as (1, height, width, channels).
    var isChannelsLast = false
    /// The name under which the model had it first.
    var name: String?

    /// Makes another map of this one's size and axes.
    func giving(_ value: NetworkDraft.Value, range: ClosedRange<Double>? = nil) -> Map {
      Map(value: value, size: size, range: range, isChannelsLast: isChannelsLast)
    }

    /// The axes of channels, rows and columns in the model.
    var axes: (channels: Int, rows: Int, columns: Int) {
      isChannelsLast ? (3, 1, 2) : (1, 2, 3)
    }
  }

  enum Operand {
    case constant(ONNXConstant)
    case map(Map)
    /// A part of an instance norm that the model writes out.
    case moments(ONNXMoments)
  }

  let model: ONNXModel
  var draft = NetworkDraft()
  private(set) var operands: [String: Operand] = [:]
  private let uses: [String: Int]
  /// The number of elements of all constants that were computed.
  private var computed = 0
  private static let computedLimit = 1 << 24

  init(_ model: ONNXModel) {
    self.model = model
    var uses = [model.output: 1]
    for node in model.nodes {
      for input in node.inputs { uses[input, default: 0] += 1 }
    }
    self.uses = uses
    operands = model.constants.mapValues { .constant($0) }
  }

  /// Walks through the model and returns the picture that it makes of one of `size` in the form
  /// `input`.
  ///
  /// - Throws: ``ModelError/unsupportedOperation``, ``ModelError/malformed``, `NetworkError`.
  mutating func run(size: Size, input: PixelFormat) throws -> Map {
    operands[model.input] = .map(
      Map(
        value: try draft.photograph(as: input), size: size,
        isChannelsLast: model.isChannelsLast, name: model.input))
    for node in model.nodes {
      let results =
        node.operation == "Split"
        ? try split(node).map { .constant($0) } : [try evaluate(node)]
      guard !node.outputs.isEmpty else {
        throw node.unsupported("its result has no name of its own")
      }
      for (name, result) in zip(node.outputs, results) {
        var result = result
        if case .map(var map) = result, map.name == nil {
          map.name = name
          result = .map(map)
        }
        guard operands.updateValue(result, forKey: name) == nil else {
          throw node.unsupported("its result has no name of its own")
        }
      }
    }
    guard case .map(let painting)? = operands[model.output], draft.channels(painting.value) == 3
    else {
      throw ModelError.malformed(path: model.path, reason: "the output is not a picture")
    }
    return painting
  }

  private mutating func evaluate(_ node: ONNXNode) throws -> Operand {
    let present = node.inputs.compactMap { operands[$0] }
    let isConstant = present.allSatisfy { if case .constant = $0 { true } else { false } }
    if isConstant || node.operation == "Shape" {
      let constant = try folded(node)
      if !["Constant", "Identity"].contains(node.operation) { computed += constant.values.count }
      guard computed <= Self.computedLimit else {
        throw node.unsupported("more than \(Self.computedLimit) numbers computed from constants")
      }
      return .constant(constant)
    }
    if let part = try moments(node) { return part }
    switch node.operation {
    case "Identity", "Cast", "Dropout": return .map(try map(node))
    case "Transpose": return .map(try transposition(node))
    case "Conv": return .map(try convolution(node))
    case "ConvTranspose": return .map(try transposedConvolution(node))
    case "InstanceNormalization": return .map(try instanceNorm(node))
    case "BatchNormalization": return .map(try batchNorm(node))
    case "Pad": return .map(try pad(node))
    case "Slice": return .map(try slice(node))
    case "Relu", "Sigmoid", "Tanh", "LeakyRelu", "PRelu", "Clip": return .map(try activation(node))
    case "Add", "Sum", "Sub", "Mul", "Div", "Neg": return .map(try arithmetic(node))
    case "Concat": return .map(try concatenation(node))
    case "Upsample", "Resize": return .map(try enlargement(node))
    case "DepthToSpace": return .map(try depthToSpace(node))
    case "SpaceToDepth": return .map(try spaceToDepth(node))
    case "AveragePool": return .map(try averagePool(node))
    case "MaxPool": return .map(try maxPool(node))
    default: throw node.unsupported("this operation cannot be imported")
    }
  }

  /// The map with its axes in another order: channels last, as TensorFlow has them, or first again.
  /// Nothing is moved.
  private func transposition(_ node: ONNXNode) throws -> Map {
    var x = try map(node)
    switch node.integers("perm") {
    case [0, 1, 2, 3]: break
    case [0, 2, 3, 1] where !x.isChannelsLast: x.isChannelsLast = true
    case [0, 3, 1, 2] where x.isChannelsLast: x.isChannelsLast = false
    case let order:
      throw node.unsupported("the axes \(order ?? []), expected channels last or first again")
    }
    return x
  }

  // MARK: Operands

  /// A map that a node reads, by default its first input.
  func map(_ node: ONNXNode, _ index: Int = 0) throws -> Map {
    guard index < node.inputs.count, let operand = operands[node.inputs[index]] else {
      throw node.unsupported("input \(index) is not there, or is computed later")
    }
    switch operand {
    case .map(let map): return map
    case .constant: throw node.unsupported("input \(index) is a constant, expected a map")
    case .moments(let part): throw node.unsupported("input \(index) is \(part), expected a map")
    }
  }

  /// The map that is a node's first input, for operations that are defined for (1, channels,
  /// height, width) alone.
  func planes(_ node: ONNXNode) throws -> Map {
    let map = try map(node)
    guard !map.isChannelsLast else {
      throw node.unsupported("input 0 has its channels last, expected (1, channels, height, width)")
    }
    return map
  }

  /// A constant that a node reads; nil where the input is left out.
  func optional(_ node: ONNXNode, _ index: Int) throws -> ONNXConstant? {
    guard index < node.inputs.count, !node.inputs[index].isEmpty else { return nil }
    guard case .constant(let constant)? = operands[node.inputs[index]] else {
      throw node.unsupported("input \(index) is computed from the picture, expected a constant")
    }
    return constant
  }

  func constant(_ node: ONNXNode, _ index: Int) throws -> ONNXConstant {
    guard let constant = try optional(node, index) else {
      throw node.unsupported("input \(index) is missing")
    }
    return constant
  }

  /// Whether a node is the only reader of one of its inputs.
  func isOnlyUse(_ node: ONNXNode, _ index: Int = 0) -> Bool { uses[node.inputs[index]] == 1 }

  func isOperand(_ name: String) -> Bool { operands[name] != nil }

  /// The shape of an operand as models see it.
  func shape(_ node: ONNXNode) throws -> [Int] {
    switch operands[node.inputs.first ?? ""] {
    case .constant(let constant): return constant.shape
    case .map(let map):
      let channels = draft.channels(map.value)
      return map.isChannelsLast
        ? [1, map.size.height, map.size.width, channels]
        : [1, channels, map.size.height, map.size.width]
    case .moments(let part): throw node.unsupported("the shape of \(part)")
    case nil: throw node.unsupported("input 0 is not there, or is computed later")
    }
  }
}
