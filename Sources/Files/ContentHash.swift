/// A 64-bit fingerprint of bytes: XXH64 by Yann Collet, after the description in the xxHash
/// repository (`doc/xxhash_spec.md`), seed 0.
///
/// It tells a changed file from an unchanged one. It is no protection against forged files.
package struct ContentHash {
  private static let primes: [UInt64] = [
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9,
    0x85EB_CA77_C2B2_AE63, 0x27D4_EB2F_1656_67C5,
  ]

  private var lanes: (UInt64, UInt64, UInt64, UInt64)
  private var length: UInt64 = 0
  /// The bytes at the end that do not fill a stripe of 32 yet.
  private var rest: [UInt8] = []

  package init() {
    let (first, second) = (Self.primes[0], Self.primes[1])
    lanes = (first &+ second, second, 0, 0 &- first)
  }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    length += UInt64(bytes.count)
    var bytes = bytes
    if !rest.isEmpty {
      let missing = min(32 - rest.count, bytes.count)
      rest += bytes[..<missing]
      bytes = UnsafeRawBufferPointer(rebasing: bytes[missing...])
      guard rest.count == 32 else { return }
      rest.withUnsafeBytes { addStripes($0) }
      rest = []
    }
    let whole = bytes.count / 32 * 32
    addStripes(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
    rest += bytes[whole...]
  }

  package mutating func add(_ bytes: some Sequence<UInt8>) {
    Array(bytes).withUnsafeBytes { add($0) }
  }

  private mutating func addStripes(_ bytes: UnsafeRawBufferPointer) {
    var (a, b, c, d) = lanes
    for offset in stride(from: 0, to: bytes.count, by: 32) {
      a = Self.round(a, Self.word(bytes, offset))
      b = Self.round(b, Self.word(bytes, offset + 8))
      c = Self.round(c, Self.word(bytes, offset + 16))
      d = Self.round(d, Self.word(bytes, offset + 24))
    }
    lanes = (a, b, c, d)
  }

  package var value: UInt64 {
    let (p1, p2, p3, p4, p5) = (
      Self.primes[0], Self.primes[1], Self.primes[2], Self.primes[3], Self.primes[4]
    )
    var hash = p5
    if length >= 32 {
      let (a, b, c, d) = lanes
      hash =
        Self.rotated(a, 1) &+ Self.rotated(b, 7) &+ Self.rotated(c, 12) &+ Self.rotated(d, 18)
      for lane in [a, b, c, d] { hash = (hash ^ Self.round(0, lane)) &* p1 &+ p4 }
    }
    hash &+= length
    rest.withUnsafeBytes { rest in
      var offset = 0
      while offset + 8 <= rest.count {
        hash = Self.rotated(hash ^ Self.round(0, Self.word(rest, offset)), 27) &* p1 &+ p4
        offset += 8
      }
      if offset + 4 <= rest.count {
        let half = rest.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
        hash = Self.rotated(hash ^ UInt64(half) &* p1, 23) &* p2 &+ p3
        offset += 4
      }
      for byte in rest[offset...] {
        hash = Self.rotated(hash ^ UInt64(byte) &* p5, 11) &* p1
      }
    }
    hash = (hash ^ hash >> 33) &* p2
    hash = (hash ^ hash >> 29) &* p3
    return hash ^ hash >> 32
  }

  /// The hash as sixteen hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* 0xC2B2_AE3D_27D4_EB4F, 31) &* 0x9E37_79B1_85EB_CA87
  }

  @inline(__always)
  private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value << bits | value >> (64 - bits)
  }
}

extension ContentHash {
  /// The hash of a whole file, as sixteen hexadecimal digits.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func text(of path: Path) throws -> String {
    var print = ContentHash()
    try FileBytes.forEachChunk(of: path) { print.add($0) }
    return print.text
  }
}
