internal import CVips

/// Holds one reference to a VipsImage and lets go of it in the end. libvips' images are safe to share between
/// threads once they are built, and this room doesn't change them after that.
final class VipsPicture: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<VipsImage>

  /// Takes over a reference that a libvips call returned; nil is that call's way to fail.
  init?(_ pointer: UnsafeMutablePointer<VipsImage>?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit { stylize_vips_unref(pointer) }

  var width: Int { Int(vips_image_get_width(pointer)) }
  var height: Int { Int(vips_image_get_height(pointer)) }
  var bands: Int { Int(vips_image_get_bands(pointer)) }
  var format: VipsBandFormat { vips_image_get_format(pointer) }
  /// What the pixels mean, corrected where it can't be true.
  var interpretation: VipsInterpretation { vips_image_guess_interpretation(pointer) }

  func has(_ field: String) -> Bool { vips_image_get_typeof(pointer, field) != 0 }

  func text(_ field: String) -> String? {
    var value: UnsafePointer<CChar>?
    guard has(field), vips_image_get_string(pointer, field, &value) == 0, let value else {
      return nil
    }
    return String(cString: value)
  }

  /// The picture that one operation of libvips makes of this one, nil when it fails.
  func after(
    _ operation: (UnsafeMutablePointer<VipsImage>) -> UnsafeMutablePointer<VipsImage>?
  ) -> VipsPicture? {
    VipsPicture(operation(pointer))
  }
}
