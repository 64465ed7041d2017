/// A generator of damage as disks, networks and attackers do it to bytes.
struct Mutator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next random number, by SplitMix64 (Steele, Lea and Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Makes one to six changes. A file's structure is mostly at its beginning and at its end, so half of the changes go
  /// there.
  mutating func damaged(_ valid: [UInt8], spliced other: [UInt8]) -> [UInt8] {
    var bytes = valid
    for _ in 0..<Int.random(in: 1...6, using: &self) {
      guard !bytes.isEmpty else { break }
      let place = self.place(in: bytes.count)
      switch Int.random(in: 0..<9, using: &self) {
      case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &self)
      case 3: bytes[place] = [0, 1, 0x7f, 0x80, 0xfe, 0xff].randomElement(using: &self)!
      case 4: overwrite(&bytes, at: place)
      case 5: bytes.removeSubrange(range(at: place, in: bytes.count))
      case 6: bytes.insert(contentsOf: bytes[range(at: place, in: bytes.count)], at: place)
      case 7 where !other.isEmpty:
        let from = self.place(in: other.count)
        let piece = other[range(at: from, in: other.count)]
        let end = min(place + piece.count, bytes.count)
        bytes.replaceSubrange(place..<end, with: piece)
      default:
        // A cut is the end of the other changes, so it is rarer.
        if Int.random(in: 0..<4, using: &self) == 0 { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }

  private mutating func place(in count: Int) -> Int {
    let near = min(count, 512)
    return switch Int.random(in: 0..<4, using: &self) {
    case 0: Int.random(in: 0..<near, using: &self)
    case 1: count - 1 - Int.random(in: 0..<near, using: &self)
    default: Int.random(in: 0..<count, using: &self)
    }
  }

  private mutating func range(at place: Int, in count: Int) -> Range<Int> {
    place..<min(count, place + Int.random(in: 1...64, using: &self))
  }

  /// Writes a number of 2, 4 or 8 bytes at the edge of its type's range.
  private mutating func overwrite(_ bytes: inout [UInt8], at place: Int) {
    let length = [2, 4, 8].randomElement(using: &self)!
    let edges: [UInt64] = [
      0, 1, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, .max, .max >> 1, 1 << 40,
    ]
    let number = edges.randomElement(using: &self)!
    let ordered =
      Bool.random(using: &self) ? number.byteSwapped >> (64 - 8 * UInt64(length)) : number
    for index in 0..<min(length, bytes.count - place) {
      bytes[place + index] = UInt8(truncatingIfNeeded: ordered >> (8 * UInt64(index)))
    }
  }
}
