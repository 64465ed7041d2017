extension StringProtocol {
  /// The text on one line, without anything that a terminal or a log takes for a command: control characters become
  /// `\xNN`; those beyond ASCII, line separators and marks that change the direction of writing become `\u{NNNN}`.
  ///
  /// It is meant for everything from outside (names of files, titles in packs, messages of libraries) before people see
  /// it. Output for programs stays as it is.
  package var printable: String {
    if unicodeScalars.allSatisfy(\.isPrintable) { return String(self) }
    return unicodeScalars.map { scalar in
      guard !scalar.isPrintable else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return scalar.value < 0x80
        ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
    }.joined()
  }
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: false
    // Separators of lines and paragraphs; embedding, overriding and isolating directions (Unicode, UAX 9).
    case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}
