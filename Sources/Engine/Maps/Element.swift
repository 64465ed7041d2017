/// The type in which one value of a map is stored.
package enum Element: String, Hashable, Sendable, Codable {
  /// The values 0…1 as 0…255; only in pictures.
  case uint8
  /// The values 0…1 as 0…65535; only in pictures.
  case uint16
  case float16
  case float32

  package var byteCount: Int {
    switch self {
    case .uint8: 1
    case .uint16, .float16: 2
    case .float32: 4
    }
  }

  /// Whether maps of this element are pictures: channels interleaved, no padding.
  package var isPicture: Bool { self == .uint8 || self == .uint16 }
}
