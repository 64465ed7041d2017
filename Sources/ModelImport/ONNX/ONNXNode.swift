internal import StyleLibrary

/// A node of a model, with its attributes by name.
struct ONNXNode {
  let operation: String
  let name: String
  /// The names of the values that the node reads; an empty name is an input left out.
  let inputs: [String]
  let outputs: [String]
  private let attributes: [String: Onnx_AttributeProto]
  let path: String

  init(_ node: Onnx_NodeProto, _ path: String) throws {
    operation = node.opType
    name = node.name.isEmpty ? node.output.first ?? "" : node.name
    (inputs, outputs) = (node.input, node.output)
    attributes = [String: Onnx_AttributeProto](
      node.attribute.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.path = path
    guard ["", "ai.onnx"].contains(node.domain) else {
      throw unsupported("an operation of the domain '\(node.domain.printable)'")
    }
  }

  func has(_ attribute: String) -> Bool { attributes[attribute] != nil }

  func integer(_ attribute: String, _ absent: Int) -> Int {
    attributes[attribute].map { Int($0.i) } ?? absent
  }

  func integers(_ attribute: String) -> [Int]? { attributes[attribute]?.ints.map { Int($0) } }
  func number(_ attribute: String, _ absent: Float) -> Float { attributes[attribute]?.f ?? absent }
  func numbers(_ attribute: String) -> [Float]? { attributes[attribute]?.floats }
  func tensor(_ attribute: String) -> Onnx_TensorProto? { attributes[attribute]?.t }

  func text(_ attribute: String, _ absent: String) -> String {
    attributes[attribute].map { String(decoding: $0.s, as: UTF8.self) } ?? absent
  }

  /// The value of an attribute that has to hold two equal numbers, for height and width.
  func equal(_ attribute: String, _ absent: Int) throws -> Int {
    guard let values = integers(attribute) else { return absent }
    guard values.count == 2, values[0] == values[1] else {
      throw unsupported("'\(attribute)' is \(values), expected two equal numbers")
    }
    return values[0]
  }

  func unsupported(_ reason: String) -> ModelError {
    .unsupportedOperation(
      path: path, node: name.printable, operation: operation.printable, reason: reason)
  }
}
