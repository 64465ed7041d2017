package import ImageIO

/// The memory that a picture will need, announced before any of it is taken.
package struct MemoryRequest: Sendable {
  /// The memory of input and result, besides feature maps, in bytes.
  package var pictureBytes: Int
  /// Whether the picture needs the program to itself.
  package var alone: Bool

  package init(pictureBytes: Int, alone: Bool) {
    (self.pictureBytes, self.alone) = (pictureBytes, alone)
  }
}

/// The gate at which a picture asks for memory before it takes any.
package struct Admission {
  /// The limits of what may be under way beside the picture.
  package let limits: InFlightLimits
  /// Asks for the memory of a picture; returns when there is room.
  package let wait: (ImageInfo, MemoryRequest) -> Void

  package init(
    _ limits: InFlightLimits, wait: @escaping (ImageInfo, MemoryRequest) -> Void
  ) {
    (self.limits, self.wait) = (limits, wait)
  }
}
