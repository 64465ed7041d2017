internal import Files
package import Networks
package import StyleLibrary
internal import SwiftProtobuf

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ResolvedStyle {
  /// Writes the network with this style as an ONNX model: (1, 3, height, width) RGB 0…1 to the same.
  ///
  /// - Parameter replaces: whether an existing file of that name is replaced.
  /// - Throws: ``ModelError`` when the pack can't be read or the file can't be written;
  ///   `NetworkError`.
  package func exportONNX(to path: String, replaces: Bool = true) throws {
    try ONNXExport.write(
      network.graph(), weights(), vectors, to: path, replaces: replaces)
  }

  /// The bytes of the file that ``exportONNX(to:replaces:)`` writes.
  ///
  /// - Throws: ``ModelError`` when the pack can't be read; `NetworkError`.
  package func onnx() throws -> [UInt8] {
    try ONNXExport.encode(network.graph(), weights(), vectors)
  }
}

/// Writes networks as ONNX models of opset 13, which every runtime of recent years reads.
package enum ONNXExport {
  static let opset = 13
  /// The producer's name, by which our own files are recognised: their pictures in and out are RGB
  /// 0…1.
  static let producer = "stylize"

  /// - Parameter replaces: whether an existing file of that name is replaced.
  /// - Throws: `NetworkError` when weights or style do not fit; ``ModelError/unwritable``,
  ///   ``ModelError/fileExists``.
  package static func write(
    _ graph: Graph, _ weights: Weights, _ style: StyleVectors, to path: String,
    replaces: Bool = true
  ) throws {
    try AtomicFile.write(encode(graph, weights, style), to: path, replaces: replaces)
  }

  static func encode(_ graph: Graph, _ weights: Weights, _ style: StyleVectors) throws -> [UInt8] {
    try style.validate(for: StagedNetwork(graph).norms)
    var writer = ONNXGraphWriter()
    try writer.write(graph, weights, style)
    var model = Onnx_ModelProto()
    model.irVersion = 7
    model.producerName = producer
    var operators = Onnx_OperatorSetIdProto()
    operators.domain = ""
    operators.version = Int64(opset)
    model.opsetImport = [operators]
    model.graph = writer.graph
    do {
      let bytes: [UInt8] = try model.serializedBytes()
      return bytes
    } catch {
      preconditionFailure("a message without required fields can be written: \(error)")
    }
  }
}
