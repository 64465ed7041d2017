/// What a picture will take on its way, as it is told before any of it is taken.
package struct Need: Sendable {
  /// Of photograph and painting in memory, besides feature maps; bytes.
  var pictureBytes: Int
  /// Whether it needs the program for itself.
  var alone: Bool

  package init(pictureBytes: Int, alone: Bool) {
    (self.pictureBytes, self.alone) = (pictureBytes, alone)
  }
}
