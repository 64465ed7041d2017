internal import Foundation

/// A path in its JSON form: a string, or, where its bytes are not UTF-8, `{"base64": "…"}`.
package struct PathText: Hashable, Sendable, Codable {
  package var path: Path

  private enum CodingKeys: CodingKey { case base64 }

  package init(_ path: Path) { self.path = path }

  package init(from decoder: any Decoder) throws {
    let bytes: [UInt8]
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      bytes = Array(text.utf8)
    } else {
      let data = try decoder.container(keyedBy: CodingKeys.self).decode(Data.self, forKey: .base64)
      bytes = Array(data)
    }
    guard !bytes.contains(0) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a path has no zero byte"))
    }
    path = Path(bytes: bytes)
  }

  package func encode(to encoder: any Encoder) throws {
    if let text = String(validating: path.bytes, as: UTF8.self) {
      var container = encoder.singleValueContainer()
      try container.encode(text)
    } else {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(Data(path.bytes), forKey: .base64)
    }
  }
}
