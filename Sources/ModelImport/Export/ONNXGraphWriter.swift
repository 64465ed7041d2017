internal import Networks
internal import StyleLibrary

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A writer of a graph's operations as ONNX operators.
struct ONNXGraphWriter {
  private(set) var graph = Onnx_GraphProto()
  private static let (input, output) = ("input", "output")

  mutating func write(_ source: Graph, _ weights: Weights, _ style: StyleVectors) throws {
    graph.name = "stylize"
    graph.input = [Self.picture(Self.input)]
    graph.output = [Self.picture(Self.output)]
    var names: [String] = []
    for node in source.nodes {
      let inputs = node.inputs.map { names[$0.node] }
      names.append(try write(node, inputs, weights, style))
    }
    crop(names[source.output.node])
  }

  private mutating func write(
    _ node: Graph.Node, _ inputs: [String], _ weights: Weights, _ style: StyleVectors
  ) throws -> String {
    switch node.operation {
    case .input: return Self.input
    case .convolution(let convolution): return try write(convolution, inputs[0], weights)
    case .norm(let norm): return write(norm, inputs[0], style.norms[norm.name] ?? NormVectors())
    case .activation(let activation):
      let operators: [Activation: String] = [
        .none: "Identity", .relu: "Relu", .sigmoid: "Sigmoid", .tanh: "Tanh",
      ]
      return add(operators[activation]!, inputs)
    case .sum: return add("Add", inputs)
    case .upsample(let factor):
      let scales = constant([4], [1, 1, Float(factor), Float(factor)])
      return add(
        "Resize", [inputs[0], "", scales],
        [
          .text("mode", "nearest"), .text("coordinate_transformation_mode", "asymmetric"),
          .text("nearest_mode", "floor"),
        ])
    case .insertZeros(let factor):
      // A transposed convolution of each channel by itself, with a one at the upper left.
      let plane = [Float](repeating: 0, count: factor * factor - 1)
      let kernel = constant(
        [node.channels, 1, factor, factor],
        (0..<node.channels).flatMap { _ in [1] + plane })
      return add(
        "ConvTranspose", [inputs[0], kernel],
        [
          .integer("group", node.channels), .integers("kernel_shape", [factor, factor]),
          .integers("strides", [factor, factor]),
        ])
    }
  }

  private mutating func write(_ convolution: Convolution, _ x: String, _ weights: Weights) throws
    -> String
  {
    let kernel = constant(convolution.weightShape, try weights.weight(of: convolution))
    let bias = constant([convolution.outputChannels], try weights.bias(of: convolution))
    let (leading, trailing) = (convolution.paddingAmount, convolution.trailingPadding)
    var x = x
    var pads = [leading, leading, trailing, trailing]
    if convolution.padding == .reflection || min(leading, trailing) < 0 {
      // The operator for convolution knows no mirror and leaves nothing out.
      let mirrors = convolution.padding == .reflection
      x = pad(x, max(leading, 0), max(trailing, 0), mode: mirrors ? "reflect" : "constant")
      x = pad(x, min(leading, 0), min(trailing, 0), mode: "constant")
      pads = [0, 0, 0, 0]
    }
    return add(
      "Conv", [x, kernel, bias],
      [
        .integers("kernel_shape", [convolution.kernel, convolution.kernel]),
        .integers("strides", [convolution.stride, convolution.stride]), .integers("pads", pads),
      ])
  }

  private mutating func pad(_ x: String, _ leading: Int, _ trailing: Int, mode: String) -> String {
    guard (leading, trailing) != (0, 0) else { return x }
    let amounts = constant(integers: [0, 0, leading, leading, 0, 0, trailing, trailing])
    return add("Pad", [x, amounts], [.text("mode", mode)])
  }

  /// Writes a norm as `γ · IN(x) + β`, and `+ α · x` where the style has an α, which bypasses the
  /// statistics.
  private mutating func write(_ norm: Norm, _ x: String, _ vectors: NormVectors) -> String {
    func filled(_ values: [Float]) -> [Float] {
      values.isEmpty ? [Float](repeating: 0, count: norm.channels) : values
    }
    let normed = add(
      "InstanceNormalization",
      [
        x, constant([norm.channels], filled(vectors.gamma)),
        constant([norm.channels], filled(vectors.beta)),
      ], [.number("epsilon", Float(norm.epsilon))])
    guard vectors.alpha.contains(where: { $0 != 0 }) else { return normed }
    let around = add("Mul", [x, constant([1, norm.channels, 1, 1], vectors.alpha)])
    return add("Add", [normed, around])
  }

  /// Cuts the result to the size of the picture; strides make it larger when they do not divide it.
  private mutating func crop(_ x: String) {
    let zero = constant(integers: [0, 0])
    let axes = constant(integers: [2, 3])
    let shape = add("Shape", [Self.input])
    let size = add(
      "Slice", [shape, constant(integers: [2]), constant(integers: [4]), constant(integers: [0])])
    var node = Onnx_NodeProto()
    (node.opType, node.name) = ("Slice", "crop")
    (node.input, node.output) = ([x, zero, size, axes], [Self.output])
    graph.node.append(node)
  }

  // MARK: Parts

  private enum Attribute {
    case integer(String, Int)
    case integers(String, [Int])
    case number(String, Float)
    case text(String, String)
  }

  private mutating func add(_ operation: String, _ inputs: [String], _ attributes: [Attribute] = [])
    -> String
  {
    var node = Onnx_NodeProto()
    let name = "\(operation)\(graph.node.count + 1)"
    (node.opType, node.name, node.input, node.output) = (operation, name, inputs, [name])
    node.attribute = attributes.map { attribute in
      var message = Onnx_AttributeProto()
      switch attribute {
      case .integer(let name, let value):
        (message.name, message.type, message.i) = (name, 2, Int64(value))
      case .integers(let name, let values):
        (message.name, message.type, message.ints) = (name, 7, values.map(Int64.init))
      case .number(let name, let value):
        (message.name, message.type, message.f) = (name, 1, value)
      case .text(let name, let value):
        (message.name, message.type, message.s) = (name, 3, Data(value.utf8))
      }
      return message
    }
    graph.node.append(node)
    return name
  }

  private mutating func constant(_ shape: [Int], _ values: [Float]) -> String {
    var bytes: [UInt8] = []
    FloatElement.float32.append(values, to: &bytes)
    return add(shape, 1, Data(bytes))
  }

  private mutating func constant(integers: [Int]) -> String {
    let bytes = integers.flatMap { withUnsafeBytes(of: Int64($0).littleEndian) { Array($0) } }
    return add([integers.count], 7, Data(bytes))
  }

  private mutating func add(_ shape: [Int], _ type: Int32, _ bytes: Data) -> String {
    var tensor = Onnx_TensorProto()
    tensor.name = "constant\(graph.initializer.count + 1)"
    (tensor.dims, tensor.dataType, tensor.rawData) = (shape.map(Int64.init), type, bytes)
    graph.initializer.append(tensor)
    return tensor.name
  }

  private static func picture(_ name: String) -> Onnx_ValueInfoProto {
    func side(_ name: String) -> Onnx_TensorShapeProto.Dimension {
      var dimension = Onnx_TensorShapeProto.Dimension()
      dimension.dimParam = name
      return dimension
    }
    func fixed(_ length: Int64) -> Onnx_TensorShapeProto.Dimension {
      var dimension = Onnx_TensorShapeProto.Dimension()
      dimension.dimValue = length
      return dimension
    }
    var info = Onnx_ValueInfoProto()
    info.name = name
    info.type.tensorType.elemType = 1
    info.type.tensorType.shape.dim = [fixed(1), fixed(3), side("height"), side("width")]
    return info
  }
}
