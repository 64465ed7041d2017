package import Files

/// The template of results' names: text with fields in braces, `{dir}/{name}-{style}.{ext}`.
///
/// `{index:5}` pads a number with zeros to five digits; `{{` and `}}` stand for braces.
package struct OutputTemplate: Hashable, Sendable {
  /// A field that can stand in braces.
  package enum Field: String, CaseIterable, Sendable {
    /// The photograph's folder, relative to the scanned folder.
    case dir
    /// The photograph's name without its suffix.
    case name
    case style
    /// The result's suffix without its dot.
    case ext
    /// The size of the photograph, in pixels.
    case width, height
    /// The position in the batch, from 1.
    case index
    /// The date on which the photograph's file was last changed, so that it is the same in every run.
    case date
  }

  package enum Part: Hashable, Sendable {
    case text([UInt8])
    case field(Field, digits: Int)
  }

  /// The values of the fields for one picture.
  package struct Values {
    var dir: Path
    package var name: [UInt8]
    package var style: String
    var ext: [UInt8]
    package var width = 0
    package var height = 0
    package var index: Int
    var date: String
  }

  private let text: String
  package private(set) var parts: [Part]

  /// - Throws: ``JobError/badTemplate(text:reason:)``.
  package init(_ text: String) throws {
    self.text = text
    var parts: [Part] = []
    var plain: [UInt8] = []
    var rest = Substring(text)
    func bad(_ reason: String) -> JobError { .badTemplate(text: text, reason: reason) }
    while let character = rest.popFirst() {
      switch character {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        plain += Array(String(rest.removeFirst()).utf8)
      case "{":
        guard let end = rest.firstIndex(of: "}") else { throw bad("found '{' without '}'") }
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = []
        parts.append(try Self.field(rest[..<end], bad))
        rest = rest[rest.index(after: end)...]
      case "}": throw bad("found '}' without '{'")
      default: plain += Array(String(character).utf8)
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
    self.parts = parts
    guard uses(.name) || uses(.index) || parts.contains(where: \.isText) else {
      throw bad("found nothing that names a picture, expected {name} or {index}")
    }
    // Trial values find errors that don't depend on the fields before any picture is looked at.
    _ = try path(
      Values(
        dir: "d", name: [UInt8(ascii: "n")], style: "s", ext: [UInt8(ascii: "e")], width: 1,
        height: 1, index: 1, date: "t"))
  }

  private static func field(_ text: Substring, _ bad: (String) -> JobError) throws -> Part {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let field = Field(rawValue: String(halves[0])) else {
      let known = Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
      throw bad("found {\(text)}, expected one of \(known)")
    }
    guard halves.count == 2 else { return .field(field, digits: 0) }
    guard let digits = Int(halves[1]), (1...18).contains(digits),
      [.width, .height, .index].contains(field)
    else { throw bad("found {\(text)}, expected a number of digits such as {index:5}") }
    return .field(field, digits: digits)
  }

  package func uses(_ field: Field) -> Bool {
    parts.contains { if case .field(field, _) = $0 { true } else { false } }
  }

  /// The suffix that the template itself ends in, with saver options, such as `.jpg[Q=90]`; nil when it ends in a
  /// field.
  var ownSuffix: Path? {
    guard case .text(let bytes)? = parts.last, bytes.contains(UInt8(ascii: ".")) else { return nil }
    return Path(bytes: Array("x".utf8) + bytes[bytes.lastIndex(of: UInt8(ascii: "."))!...])
  }

  /// The template without the saver options in brackets at its end.
  var withoutSaverOptions: OutputTemplate {
    guard case .text(let bytes)? = parts.last,
      let bracket = bytes.lastIndex(of: UInt8(ascii: "["))
    else { return self }
    var template = self
    template.parts[parts.count - 1] = .text(Array(bytes[..<bracket]))
    return template
  }

  /// The path that the template makes of the values, relative to the output folder.
  ///
  /// - Throws: ``JobError/badTemplate(text:reason:)`` when the path leads out of that folder or names no file.
  package func path(_ values: Values) throws -> Path {
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text): bytes += text
      case .field(let field, let digits): bytes += values.bytes(of: field, digits: digits)
      }
    }
    let relative = Path(bytes: Array(bytes.drop { $0 == UInt8(ascii: "/") })).normalised
    guard !relative.components.contains(where: { $0.elementsEqual("..".utf8) }) else {
      throw JobError.badTemplate(text: text, reason: "leads out of the output folder")
    }
    guard !relative.bytes.isEmpty, bytes.last != UInt8(ascii: "/") else {
      throw JobError.badTemplate(text: text, reason: "names a folder, expected a file")
    }
    return relative
  }
}

extension OutputTemplate.Part {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }
}

extension OutputTemplate.Values {
  fileprivate func bytes(of field: OutputTemplate.Field, digits: Int) -> [UInt8] {
    switch field {
    case .dir: dir.bytes
    case .name: name
    case .style: Array(style.utf8)
    case .ext: ext
    case .width: Self.padded(width, digits)
    case .height: Self.padded(height, digits)
    case .index: Self.padded(index, digits)
    case .date: Array(date.utf8)
    }
  }

  private static func padded(_ number: Int, _ digits: Int) -> [UInt8] {
    let text = Array(String(number).utf8)
    return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, digits - text.count)) + text
  }
}
