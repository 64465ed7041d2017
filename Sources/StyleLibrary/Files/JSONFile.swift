#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Reads and writes small descriptions as JSON.
package enum JSONFile {
  /// The largest size of a file, in bytes. Most descriptions have a few hundred bytes; a graph of
  /// hundreds of nodes stays below the limit.
  package static let limit = 4 << 20

  /// Reads a description.
  ///
  /// - Throws: ``ModelError`` when the file is missing, too large or does not match `type`.
  package static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value
  {
    let file = try MappedFile(path, limit: limit)
    return try decode(type, from: file.bytes, path)
  }

  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: UnsafeRawBufferPointer, _ path: String
  ) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw ModelError.malformed(path: path, reason: error.reason)
    } catch {
      throw ModelError.malformed(path: path, reason: "not JSON")
    }
  }

  /// Encodes a description.
  ///
  /// - Parameter isForPeople: whether each fact goes on a line of its own.
  package static func encode(_ value: some Encodable, isForPeople: Bool) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      isForPeople
      ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      : [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}

extension DecodingError {
  /// The place and the expectation of the error, on one line.
  fileprivate var reason: String {
    switch self {
    case .keyNotFound(let key, let context):
      "'\(context.path(to: key))' is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      "'\(context.path())' is not of type \(type)"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "not JSON" : "'\(context.path())': \(context.debugDescription)"
    @unknown default: "not JSON"
    }
  }
}

extension DecodingError.Context {
  fileprivate func path(to key: (any CodingKey)? = nil) -> String {
    (codingPath + [key].compactMap { $0 }).map(\.stringValue).joined(separator: ".")
  }
}
