internal import CVips

/// The owner of one reference to a VipsImage. libvips' images are safe to share between threads once they are built,
/// and this module doesn't change them after that.
final class VipsHandle: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<VipsImage>

  /// Takes over a reference that a libvips call returned; nil when the call failed.
  init?(_ pointer: UnsafeMutablePointer<VipsImage>?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit { stylize_vips_unref(pointer) }

  var width: Int { Int(vips_image_get_width(pointer)) }
  var height: Int { Int(vips_image_get_height(pointer)) }
  var bands: Int { Int(vips_image_get_bands(pointer)) }
  var format: VipsBandFormat { vips_image_get_format(pointer) }
  /// The interpretation of the pixels, such as sRGB or CMYK, corrected where the file's can't be true.
  var interpretation: VipsInterpretation { vips_image_guess_interpretation(pointer) }

  func has(_ field: String) -> Bool { vips_image_get_typeof(pointer, field) != 0 }

  func text(_ field: String) -> String? {
    var value: UnsafePointer<CChar>?
    guard has(field), vips_image_get_string(pointer, field, &value) == 0, let value else {
      return nil
    }
    return String(cString: value)
  }

  func number(_ field: String) -> Int? {
    var value: Int32 = 0
    guard has(field), vips_image_get_int(pointer, field, &value) == 0 else { return nil }
    return Int(value)
  }

  /// The names of header and metadata fields.
  var fieldNames: [String] {
    guard let names = vips_image_get_fields(pointer) else { return [] }
    defer { g_strfreev(names) }
    var found: [String] = []
    var next = names
    while let name = next.pointee {
      found.append(String(cString: name))
      next += 1
    }
    return found
  }

  func blob(_ field: String) -> [UInt8]? {
    var data: UnsafeRawPointer?
    var count = 0
    guard has(field), vips_image_get_blob(pointer, field, &data, &count) == 0, let data else {
      return nil
    }
    return Array(UnsafeRawBufferPointer(start: data, count: count))
  }

  /// Sets a metadata field of bytes; only for an image that is still being made.
  func setBlob(_ field: String, _ bytes: [UInt8]) {
    bytes.withUnsafeBytes {
      vips_image_set_blob_copy(pointer, field, $0.baseAddress, $0.count)
    }
  }

  /// The picture that one operation of libvips makes of this one; nil when it fails.
  func after(
    _ operation: (UnsafeMutablePointer<VipsImage>) -> UnsafeMutablePointer<VipsImage>?
  ) -> VipsHandle? {
    VipsHandle(operation(pointer))
  }
}
