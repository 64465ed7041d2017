internal import CVips

/// One field of a picture's metadata in the form in which processes exchange it.
struct MetadataField: Codable {
  var name: String
  var blob: [UInt8]?
  var text: String?
  var number: Int?

  /// Reads a field of a picture; nil for a field of a kind that isn't kept.
  init?(_ name: String, of picture: VipsHandle) {
    self.name = name
    if let text = picture.text(name) {
      self.text = text
    } else if let blob = picture.blob(name) {
      self.blob = blob
    } else if let number = picture.number(name) {
      self.number = number
    } else {
      // What was asked for and isn't so has left words in libvips' buffer.
      _ = takeVipsError()
      return nil
    }
    _ = takeVipsError()
  }

  func put(on picture: VipsHandle) {
    if let text { vips_image_set_string(picture.pointer, name, text) }
    if let blob { picture.setBlob(name, blob) }
    if let number { vips_image_set_int(picture.pointer, name, Int32(clamping: number)) }
  }
}
