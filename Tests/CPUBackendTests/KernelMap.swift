import CKernels

/// A whole map in memory of its own, and the windows that kernels see of it.
final class KernelMap: @unchecked Sendable {
  let channels: Int
  let height: Int
  let width: Int
  let element: stylize_element
  let bytes: UnsafeMutableRawBufferPointer
  /// What is stored, after rounding: [channel][row][column].
  private(set) var values: [Double]

  /// The window that is stored, in pixels of the whole map.
  let rows: Range<Int>
  let columns: Range<Int>

  var isPicture: Bool { element == stylize_u8 || element == stylize_u16 }

  static func elementSize(_ element: stylize_element) -> Int {
    switch element {
    case stylize_u8: 1
    case stylize_u16, stylize_f16: 2
    default: 4
    }
  }

  /// A map of zeros in which a kernel may store.
  init(
    channels: Int, height: Int, width: Int, element: stylize_element,
    rows: Range<Int>? = nil, columns: Range<Int>? = nil
  ) {
    self.channels = channels
    self.height = height
    self.width = width
    self.element = element
    self.rows = rows ?? 0..<height
    self.columns = columns ?? 0..<width
    values = []
    let picture = element == stylize_u8 || element == stylize_u16
    let lanes = picture ? channels : (channels + 15) / 16 * 16
    let count = lanes * self.rows.count * self.columns.count * Self.elementSize(element)
    bytes = .allocate(byteCount: max(count, 64), alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  /// A map that holds `values` (0…1 for pictures), rounded to its element. Outside the window
  /// nothing is stored.
  convenience init(
    _ values: [Double], channels: Int, height: Int, width: Int, element: stylize_element,
    rows: Range<Int>? = nil, columns: Range<Int>? = nil
  ) {
    self.init(
      channels: channels, height: height, width: width, element: element, rows: rows,
      columns: columns)
    self.values = values
    for c in 0..<channels {
      for y in 0..<height {
        for x in 0..<width {
          let i = (c * height + y) * width + x
          self.values[i] = round(values[i])
          if self.rows.contains(y), self.columns.contains(x) {
            store(self.values[i], c, y, x)
          }
        }
      }
    }
  }

  deinit { bytes.deallocate() }

  private func round(_ value: Double) -> Double {
    switch element {
    case stylize_u8: (value * 255).rounded() / 255
    case stylize_u16: (value * 65535).rounded() / 65535
    case stylize_f16: Double(HalfBits.value(HalfBits.bits(Float(value))))
    default: Double(Float(value))
    }
  }

  /// The index of a value in elements.
  private func index(_ c: Int, _ y: Int, _ x: Int) -> Int {
    let line = (y - rows.lowerBound) * columns.count + x - columns.lowerBound
    if isPicture { return line * channels + c }
    return ((c / 16) * rows.count * columns.count + line) * 16 + c % 16
  }

  private func store(_ value: Double, _ c: Int, _ y: Int, _ x: Int) {
    let i = index(c, y, x)
    switch element {
    case stylize_u8:
      bytes.storeBytes(of: UInt8((value * 255).rounded()), toByteOffset: i, as: UInt8.self)
    case stylize_u16:
      bytes.storeBytes(of: UInt16((value * 65535).rounded()), toByteOffset: i * 2, as: UInt16.self)
    case stylize_f16:
      bytes.storeBytes(of: HalfBits.bits(Float(value)), toByteOffset: i * 2, as: UInt16.self)
    default: bytes.storeBytes(of: Float(value), toByteOffset: i * 4, as: Float.self)
    }
  }

  /// The value stored at a pixel of the window, pictures as 0…1.
  func value(_ c: Int, _ y: Int, _ x: Int) -> Double {
    let i = index(c, y, x)
    switch element {
    case stylize_u8: return Double(bytes[i]) / 255
    case stylize_u16:
      return Double(bytes.loadUnaligned(fromByteOffset: i * 2, as: UInt16.self)) / 65535
    case stylize_f16:
      return Double(
        HalfBits.value(bytes.loadUnaligned(fromByteOffset: i * 2, as: UInt16.self)))
    default: return Double(bytes.loadUnaligned(fromByteOffset: i * 4, as: Float.self))
    }
  }

  /// Whether all lanes beyond the channels hold zero.
  var paddingIsZero: Bool {
    if isPicture || channels % 16 == 0 { return true }
    for y in rows {
      for x in columns {
        for c in channels..<(channels + 15) / 16 * 16 where value(c, y, x) != 0 { return false }
      }
    }
    return true
  }

  var asCMap: stylize_map {
    stylize_map(
      data: bytes.baseAddress, element: element, channels: Int32(channels), height: Int32(height),
      width: Int32(width), row: Int32(rows.lowerBound), rows: Int32(rows.count),
      column: Int32(columns.lowerBound), columns: Int32(columns.count))
  }
}

/// binary16 in integers, since `Float16` is not to be had on every processor.
enum HalfBits {
  static func value(_ bits: UInt16) -> Float {
    let exponent = Int(bits >> 10) & 0x1f
    let fraction = Float(bits & 0x3ff)
    let magnitude: Float
    switch exponent {
    case 0: magnitude = fraction * 0x1p-24
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default:
      magnitude = Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }

  /// To the nearest, ties to even, clamped to ±65504.
  static func bits(_ value: Float) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let magnitude = min(abs(value), 65504)
    if magnitude < 0x1p-14 {
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    let unit = Float(sign: .plus, exponent: magnitude.exponent - 10, significand: 1)
    let steps = Int((magnitude / unit).rounded(.toNearestOrEven))  // 1024…2048
    return sign | UInt16((Int(magnitude.exponent) + 14) << 10 + steps)
  }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct KernelNumbers {
  var state: UInt64
  mutating func next() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
  mutating func array(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in range.lowerBound + next() * (range.upperBound - range.lowerBound) }
  }
}
