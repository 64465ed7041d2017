internal import CVips

/// Takes libvips' message about its last failure, on one line, and clears its buffer.
///
/// The buffer belongs to the whole process, so nothing else in this module reads or clears it. When two threads fail at
/// the same moment, one may get the messages of both.
func takeVipsError() -> String {
  guard let buffer = vips_error_buffer_copy() else { return "no reason given" }
  defer { g_free(buffer) }
  var seen: [String] = []
  for line in String(cString: buffer).split(whereSeparator: \.isNewline) {
    let text = line.trimmingSpaces
    if !text.isEmpty, !seen.contains(text) { seen.append(text) }
  }
  return seen.isEmpty ? "no reason given" : seen.joined(separator: "; ")
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
