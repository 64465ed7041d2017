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
