package import ImageIO

/// What a picture will take on its way, as it is told before any of it is taken.
package struct MemoryRequest: Sendable {
  /// Of photograph and painting in memory, besides feature maps; bytes.
  package var pictureBytes: Int
  /// Whether it needs the program for itself.
  package var alone: Bool

  package init(pictureBytes: Int, alone: Bool) {
    (self.pictureBytes, self.alone) = (pictureBytes, alone)
  }
}

/// Where a picture asks for memory before it takes any.
package struct Admission {
  /// What may be under way beside it.
  package let limits: InFlightLimits
  /// Told of the picture and what it will take; returns when there is room.
  package let wait: (ImageInfo, MemoryRequest) -> Void

  package init(
    _ limits: InFlightLimits, wait: @escaping (ImageInfo, MemoryRequest) -> Void
  ) {
    (self.limits, self.wait) = (limits, wait)
  }
}
