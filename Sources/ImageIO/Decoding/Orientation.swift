internal import CVips

/// The EXIF orientation of a picture, 1 to 8; 1 is upright.
struct Orientation {
  let value: Int

  init(_ opened: VipsHandle) {
    // PFM's rows go from the bottom up, and libvips leaves them so; of its kind only PFM holds fractions.
    let isPFM =
      opened.format == VIPS_FORMAT_FLOAT && opened.text(VIPS_META_LOADER)?.hasPrefix("ppm") == true
    value = isPFM ? 4 : Int(vips_image_get_orientation(opened.pointer))
  }

  var isUpright: Bool { value <= 1 }
  /// Whether the picture is rotated by a quarter turn, so that width and height swap.
  var swapsSides: Bool { value >= 5 }
  /// Whether the whole picture has to be decoded to make it upright. Only a mirror image from left to right (2) keeps
  /// rows in their order.
  var needsWholePicture: Bool { value > 2 }
}
