package import SystemPackage

/// The name of a file as the system knows it: bytes, in no particular encoding.
package struct Path: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The bytes of the path, without a closing zero.
  package let bytes: [UInt8]

  /// - Precondition: No byte is zero; the system has no such names.
  package init(bytes: [UInt8]) {
    precondition(!bytes.contains(0), "a path has no zero byte")
    self.bytes = bytes
  }

  package init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  package init(stringLiteral text: String) { self.init(text) }

  /// The last component.
  package var name: Path {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
    return Path(bytes: Array(bytes[(slash + 1)...]))
  }

  /// The path without its last component, `.` when it has only one.
  package var folder: Path {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : Path(bytes: Array(bytes[..<slash]))
  }

  /// The suffix of the last component in lower case with its dot (`.jpg`); nil when there is none or it isn't text.
  package var suffix: String? {
    let name = self.name.bytes
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < name.count else {
      return nil
    }
    return String(validating: name[dot...], as: UTF8.self)?.lowercased()
  }

  /// Whether the last component begins with a dot.
  package var isHidden: Bool { name.bytes.first == UInt8(ascii: ".") }

  package func appending(_ component: Path) -> Path {
    if bytes.isEmpty { return component }
    let slash = bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
    return Path(bytes: bytes + slash + component.bytes)
  }

  package func withCString<Answer>(_ body: (UnsafePointer<CChar>) throws -> Answer) rethrows
    -> Answer
  {
    try (bytes + [0]).withUnsafeBytes {
      try body($0.assumingMemoryBound(to: CChar.self).baseAddress!)
    }
  }
}

extension Path: CustomStringConvertible {
  /// The path on one line: as `printable` text, and bytes that aren't UTF-8 as `\xNN`.
  package var description: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text.printable }
    return bytes.map {
      $0 >= 32 && $0 < 127 ? String(UnicodeScalar($0)) : Self.escape($0)
    }.joined()
  }

  private static func escape(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
  }
}

extension Path {
  /// Whether the last component is named like an unfinished output, which only a killed process leaves behind.
  package var isTemporaryOutput: Bool { AtomicFile.isTemporary(name.bytes) }

  /// The same path as a type of swift-system.
  package var filePath: FilePath {
    FilePath(platformString: bytes.map(CChar.init(bitPattern:)) + [0])
  }
}

extension Path {
  /// The number of the open descriptor that a path such as `/dev/fd/63` names, as shells write it for
  /// `<(command)`; nil where it names none, or one of a file, which is opened like any other.
  package var openDescriptor: Int32? {
    let names = components.map { String(decoding: $0, as: UTF8.self) }
    guard bytes.first == UInt8(ascii: "/"), let last = names.last, let number = Int32(last),
      [["dev", "fd"], ["proc", "self", "fd"]].contains(Array(names.dropLast())),
      FileStatus(self)?.kind == .other
    else { return nil }
    return number
  }
}
