internal import Networks

/// A scale and a shift per channel that a network under construction has yet to apply.
struct ChannelMap {
  var scale: [Double]
  var shift: [Double]

  var isIdentity: Bool { scale.allSatisfy { $0 == 1 } && hasNoShift }
  var hasNoShift: Bool { shift.allSatisfy { $0 == 0 } }

  /// The map that applies this one first, then the other.
  func then(_ other: ChannelMap) -> ChannelMap {
    ChannelMap(
      scale: zip(scale, other.scale).map(*),
      shift: zip(zip(shift, other.scale).map(*), other.shift).map(+))
  }
}

/// The pixels around a map that a network under construction has yet to add.
struct Border {
  var padding: Padding
  var leading: Int
  var trailing: Int

  static let none = Border(padding: .zero, leading: 0, trailing: 0)
  var isEmpty: Bool { leading == 0 && trailing == 0 }
  /// Whether every pixel of the border repeats one of the map.
  var repeatsPixels: Bool { padding == .reflection || (leading <= 0 && trailing <= 0) }
}
