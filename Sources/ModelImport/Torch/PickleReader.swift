internal import StyleLibrary

/// A reader of pickles that PyTorch writes: plain values, dictionaries and tensors.
///
/// A pickle is a program for a stack machine (Python's `pickletools` describes each opcode). This
/// reader knows the opcodes that make data. It calls nothing: the classes of ``AllowedClass`` are
/// interpreted, any other is an error.
struct PickleReader {
  static let opcodeLimit = 4 << 20

  private let path: String
  private var stack: [PickleValue] = []
  private var memo: [Int: PickleValue] = [:]
  private var sequences: [[PickleValue]] = []
  private var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

  /// The storages to which the pickle refers.
  var storages: [TorchStorage] = []

  init(_ path: String) {
    self.path = path
  }

  func items(_ sequence: Int) -> [PickleValue] { sequences[sequence] }
  func pairs(_ dictionary: Int) -> [(key: PickleValue, value: PickleValue)] {
    dictionaries[dictionary]
  }

  /// Reads one pickle, which ends where its program says.
  ///
  /// - Throws: ``ModelError/malformed``, ``ModelError/forbiddenClass``.
  mutating func value(_ reader: inout ByteReader) throws -> PickleValue {
    (stack, memo) = ([], [:])
    do {
      for _ in 0..<Self.opcodeLimit {
        let opcode = try reader.integer(UInt8.self)
        if opcode == UInt8(ascii: ".") { return try pop() }
        try execute(opcode, &reader)
      }
    } catch is ByteReader.EndOfFile {
      throw malformed("the pickle is truncated")
    }
    throw malformed("the pickle has more than \(Self.opcodeLimit) opcodes")
  }

  private mutating func execute(_ opcode: UInt8, _ reader: inout ByteReader) throws {
    switch opcode {
    case 0x80: _ = try reader.integer(UInt8.self)  // PROTO
    case 0x95: _ = try reader.integer(UInt64.self)  // FRAME
    case UInt8(ascii: "("): stack.append(.mark)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popToMark()

    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.bool(true))
    case 0x89: stack.append(.bool(false))
    case UInt8(ascii: "J"): stack.append(.integer(Int(try reader.integer(Int32.self))))
    case UInt8(ascii: "K"): stack.append(.integer(Int(try reader.integer(UInt8.self))))
    case UInt8(ascii: "M"): stack.append(.integer(Int(try reader.integer(UInt16.self))))
    case 0x8a: try pushLong(Int(try reader.integer(UInt8.self)), &reader)
    case 0x8b: try pushLong(Int(try reader.integer(Int32.self)), &reader)
    case UInt8(ascii: "G"):
      let pattern = UInt64(bigEndian: try reader.integer(UInt64.self).littleEndian)
      stack.append(.float(Double(bitPattern: pattern)))

    case UInt8(ascii: "X"): try pushText(Int(try reader.integer(UInt32.self)), &reader)
    case 0x8c, UInt8(ascii: "U"): try pushText(Int(try reader.integer(UInt8.self)), &reader)
    case UInt8(ascii: "T"): try pushText(Int(try reader.integer(Int32.self)), &reader)
    case 0x8d: try pushText(Int(clamping: try reader.integer(UInt64.self)), &reader)
    case UInt8(ascii: "C"): try pushBytes(Int(try reader.integer(UInt8.self)), &reader)
    case UInt8(ascii: "B"): try pushBytes(Int(try reader.integer(UInt32.self)), &reader)

    case UInt8(ascii: "]"): pushList([])
    case UInt8(ascii: ")"): pushTuple([])
    case UInt8(ascii: "t"): pushTuple(try popToMark())
    case 0x85...0x87: pushTuple(try pop(Int(opcode - 0x84)))
    case UInt8(ascii: "a"): try append([try pop()])
    case UInt8(ascii: "e"): try append(try popToMark())
    case UInt8(ascii: "}"): stack.append(newDictionary([]))
    case UInt8(ascii: "s"): try set(try pop(2))
    case UInt8(ascii: "u"): try set(try popToMark())

    case UInt8(ascii: "q"): memo[Int(try reader.integer(UInt8.self))] = try top()
    case UInt8(ascii: "r"): memo[Int(try reader.integer(UInt32.self))] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): try recall(Int(try reader.integer(UInt8.self)))
    case UInt8(ascii: "j"): try recall(Int(try reader.integer(UInt32.self)))

    case UInt8(ascii: "c"): try pushClass(try reader.line(), try reader.line())
    case 0x93:
      let names = try pop(2)
      guard let module = names[0].text, let name = names[1].text else {
        throw malformed("a class without a name")
      }
      try pushClass(module, name)
    case UInt8(ascii: "Q"): stack.append(try persistent(try pop()))
    case UInt8(ascii: "R"), 0x81:
      let parts = try pop(2)
      stack.append(try rebuilt(parts[0], parts[1]))
    case UInt8(ascii: "b"): _ = try pop()  // attributes of an object, such as a version
    default:
      throw malformed("the pickle's opcode \(opcode) makes no data")
    }
  }

  // MARK: Values

  private mutating func pushLong(_ count: Int, _ reader: inout ByteReader) throws {
    let bytes = try reader.take(count)
    guard count <= 8 else {
      stack.append(.opaque)
      return
    }
    var value = (bytes.last ?? 0) & 0x80 == 0 ? 0 : -1
    for byte in bytes.reversed() { value = value << 8 | Int(byte) }
    stack.append(.integer(value))
  }

  private mutating func pushText(_ count: Int, _ reader: inout ByteReader) throws {
    stack.append(.text(try reader.text(count)))
  }

  private mutating func pushBytes(_ count: Int, _ reader: inout ByteReader) throws {
    _ = try reader.take(count)
    stack.append(.bytes)
  }

  private mutating func pushClass(_ module: String, _ name: String) throws {
    guard let allowed = AllowedClass(module: module, name: name) else {
      throw ModelError.forbiddenClass(path: path, name: "\(module).\(name)".printable)
    }
    stack.append(.allowed(allowed))
  }

  // MARK: Containers

  private mutating func pushList(_ items: [PickleValue]) {
    sequences.append(items)
    stack.append(.list(sequences.count - 1))
  }

  private mutating func pushTuple(_ items: [PickleValue]) {
    sequences.append(items)
    stack.append(.tuple(sequences.count - 1))
  }

  mutating func newDictionary(_ pairs: [(key: PickleValue, value: PickleValue)]) -> PickleValue {
    dictionaries.append(pairs)
    return .dictionary(dictionaries.count - 1)
  }

  private mutating func append(_ items: [PickleValue]) throws {
    guard case .list(let index) = try top() else { throw malformed("an item without a list") }
    sequences[index] += items
  }

  private mutating func set(_ items: [PickleValue]) throws {
    guard case .dictionary(let index) = try top(), items.count % 2 == 0 else {
      throw malformed("an item without a dictionary")
    }
    for pair in stride(from: 0, to: items.count, by: 2) {
      dictionaries[index].append((key: items[pair], value: items[pair + 1]))
    }
  }

  // MARK: Stack

  private func top() throws -> PickleValue {
    guard let value = stack.last else { throw malformed("the pickle's stack is empty") }
    return value
  }

  private mutating func pop() throws -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws -> [PickleValue] {
    guard stack.count >= count else { throw malformed("the pickle's stack is empty") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws -> [PickleValue] {
    let mark = stack.lastIndex { if case .mark = $0 { true } else { false } }
    guard let mark else { throw malformed("the pickle's stack has no mark") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[(mark + 1)...])
  }

  private mutating func recall(_ key: Int) throws {
    guard let value = memo[key] else { throw malformed("the pickle recalls what it never kept") }
    stack.append(value)
  }

  func malformed(_ reason: String) -> ModelError { .malformed(path: path, reason: reason) }
}

extension String {
  /// The text in a form for error messages about hostile files: at most 100 characters, none of
  /// them control codes.
  var printable: String {
    String(prefix(100).map { $0.unicodeScalars.allSatisfy { $0.value >= 32 } ? $0 : "?" })
  }
}
