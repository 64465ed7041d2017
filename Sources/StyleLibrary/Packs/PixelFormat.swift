/// The form in which a network takes or returns pictures.
package struct PixelFormat: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The range of numbers from black to white.
  package enum Range: String, Hashable, Sendable, Codable, CaseIterable {
    /// 0 to 1.
    case unit
    /// 0 to 255.
    case bytes
    /// −1 to 1.
    case signed
    /// 0 to 1, less the mean of ImageNet's pictures and divided by their deviation, by channel.
    case imageNet
  }

  package enum Order: String, Hashable, Sendable, Codable, CaseIterable {
    case rgb, bgr
  }

  package var range: Range
  package var order: Order

  package init(_ range: Range, _ order: Order = .rgb) {
    self.range = range
    self.order = order
  }

  package var description: String {
    let numbers =
      switch range {
      case .unit: "0…1"
      case .bytes: "0…255"
      case .signed: "−1…1"
      case .imageNet: "0…1 less ImageNet's mean, over its deviation"
      }
    return "\(order.rawValue.uppercased()) \(numbers)"
  }
}
