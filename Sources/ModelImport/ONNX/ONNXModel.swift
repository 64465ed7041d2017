internal import Networks
internal import StyleLibrary
internal import SwiftProtobuf

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// An ONNX file (<https://onnx.ai/onnx/repo-docs/IR.html>): a graph from one picture to another.
struct ONNXModel {
  static let sizeLimit = 1 << 30
  static let nodeLimit = 20_000
  static let opsets = 7...21

  let path: String
  let opset: Int
  let nodes: [ONNXNode]
  let constants: [String: ONNXConstant]
  /// The name of the input, and its size where the model takes no other.
  let input: String
  let inputSize: (height: Int?, width: Int?)
  /// Whether the model takes the picture as (1, height, width, 3).
  let isChannelsLast: Bool
  let output: String
  /// Whether this program wrote the file.
  let isOurs: Bool

  /// - Throws: ``ModelError``.
  init(_ path: String) throws {
    self.path = path
    let file = try MappedFile(path, limit: Self.sizeLimit)
    let model: Onnx_ModelProto
    do {
      model = try Onnx_ModelProto(serializedBytes: Data(file.bytes))
    } catch {
      throw ModelError.malformed(path: path, reason: "neither an ONNX file nor a checkpoint")
    }
    func malformed(_ reason: String) -> ModelError { .malformed(path: path, reason: reason) }
    guard model.hasGraph, !model.graph.node.isEmpty else {
      throw malformed("neither an ONNX file nor a checkpoint")
    }
    let version = model.opsetImport.first { ["", "ai.onnx"].contains($0.domain) }?.version ?? 0
    guard let opset = Int(exactly: version), Self.opsets.contains(opset) else {
      throw malformed("has the ONNX opset \(version), read are \(Self.opsets)")
    }
    self.opset = opset
    guard model.graph.node.count <= Self.nodeLimit else {
      throw malformed("has \(model.graph.node.count) nodes, at most \(Self.nodeLimit) are read")
    }
    nodes = try model.graph.node.map { try ONNXNode($0, path) }
    let reader = ONNXTensorReader(path: path)
    var constants: [String: ONNXConstant] = [:]
    for tensor in model.graph.initializer { constants[tensor.name] = try reader.constant(tensor) }
    self.constants = constants

    let pictures = model.graph.input.filter { constants[$0.name] == nil }
    guard pictures.count == 1, model.graph.output.count == 1 else {
      throw malformed(
        "has \(pictures.count) inputs and \(model.graph.output.count) outputs, expected one picture each"
      )
    }
    let sides = pictures[0].type.tensorType.shape.dim.map { Int($0.dimValue) }
    let isPicture = sides.count == 4 && sides[0] <= 1
    isChannelsLast = isPicture && sides[3] == 3 && sides[1] != 3
    guard sides.isEmpty || (isPicture && (isChannelsLast || sides[1] == 3 || sides[1] <= 0)) else {
      throw malformed(
        "takes an input of shape \(sides), expected (1, 3, height, width) or (1, height, width, 3)")
    }
    input = pictures[0].name
    func fixed(_ axis: Int) -> Int? { sides.count == 4 && sides[axis] > 0 ? sides[axis] : nil }
    inputSize = isChannelsLast ? (fixed(1), fixed(2)) : (fixed(2), fixed(3))
    for case let side? in [inputSize.height, inputSize.width] where !(8...1 << 14).contains(side) {
      throw malformed("takes pictures of \(sides)")
    }
    output = model.graph.output[0].name
    isOurs = model.producerName == ONNXExport.producer
  }
}
