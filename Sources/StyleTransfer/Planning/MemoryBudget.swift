internal import Devices
internal import Engine
package import ImageIO

/// The division of the memory that the whole program may take.
package struct MemoryBudget: Sendable {
  /// The bytes that the program may take while this device computes; less than ``given`` where several devices share it.
  package private(set) var total: Int
  /// The bytes that the program was given for all devices together.
  package let given: Int
  private let parts: Int
  /// The memory that the program takes besides pictures, in bytes: its code, libraries, the network's weights.
  private let resident: Int
  private let slots: Int
  /// The budget of a device with memory of its own; nil where maps are in the program's memory.
  package let device: DeviceMemoryBudget?

  /// Makes a budget. Call it when the network is ready, whose weights count as resident.
  ///
  /// - Parameters:
  ///   - total: the memory that the program may take, in bytes; nil for most of what is available.
  ///   - slots: the number of small pictures that may be rendered side by side.
  ///   - parts: the number of devices that share the memory.
  ///   - resident: the memory that the program takes besides pictures, in bytes; nil for its resident memory now.
  package init(
    total: Int?, slots: Int, parts: Int = 1, device: DeviceMemoryBudget? = nil,
    resident: Int? = nil
  ) {
    // libvips counts as resident even where no picture has been opened yet. If it doesn't start, that is reported when
    // one is.
    try? ImageCodecs.start()
    let resident = resident ?? SystemMemory.resident
    let whole = total ?? SystemMemory.usualLimit
    self.resident = resident
    (given, self.parts) = (whole, parts)
    self.total = whole - max(whole - resident, 0) / parts * (parts - 1)
    (self.slots, self.device) = (slots, device)
  }

  /// The memory that each of the workers for small pictures may take for maps, kept buffers included; in bytes.
  package var slotBytes: Int { min(64 << 20, max(total - resident, 0) / 32 / max(slots, 1)) }
  /// The memory of all these workers together, in bytes. A single large picture leaves it untouched.
  package var allSlotsBytes: Int { slots > 1 ? slotBytes * slots : 0 }

  private var base: Int { resident + allSlotsBytes }

  /// The memory that is left for maps when a picture has the program to itself, in bytes. Maps are not all that a
  /// picture takes: some of it is kept aside, and some is in the decoder and the encoder.
  ///
  /// - Parameters:
  ///   - keeping: the parts of the picture that are kept aside.
  ///   - coderBytes: the memory of the decoder or, later, the encoder, which never exist at the same time; in bytes.
  package func forMaps(of info: ImageInfo, _ keeping: Keeping, coderBytes: Int) -> Int {
    total - base - Self.spare - coderBytes - kept(info, keeping)
  }

  /// The bytes that the program has to be given, for all devices together, so that so much is left for maps: some of
  /// what it gets goes elsewhere.
  package func total(forMaps wanted: Int, of info: ImageInfo, _ keeping: Keeping, coderBytes: Int)
    -> Int
  {
    var budget = self
    while true {
      let left = budget.forMaps(of: info, keeping, coderBytes: coderBytes)
      guard left < wanted else {
        return resident + max(budget.total - resident, 0) * parts + Self.difference
      }
      budget.total += wanted - left
    }
  }

  /// The variation of the program's own memory from run to run, in bytes.
  private static let difference = 8 << 20

  /// The memory that decoded and not yet encoded pictures may take while another one is computed, in bytes.
  package func forPictures(atMost wanted: Int) -> Int {
    max(min(wanted, (total - base - Self.spare) / 4), 0)
  }

  /// The memory that maps and the buffers kept for later maps may take together, in bytes.
  package var mapLimit: Int { max(total - base - Self.spare, 0) }

  /// The largest size of a picture that is kept aside in memory, in bytes; larger ones go to a scratch file.
  package var keptBytes: Int { min(256 << 20, max((total - base) / 16, 1 << 20)) }

  /// The parts of a picture that are kept aside while it is computed, besides its opacity.
  package struct Keeping: Sendable {
    /// Whether the photograph itself is kept, because the network's input is another picture: smaller, or with grain.
    package var photograph: Bool
    /// The memory for making that other picture, in bytes.
    package var workBytes: Int

    package init(photograph: Bool, workBytes: Int) {
      (self.photograph, self.workBytes) = (photograph, workBytes)
    }
  }

  /// The memory of the parts of a picture that are kept aside, in bytes.
  package func kept(_ info: ImageInfo, _ keeping: Keeping) -> Int {
    let plane = info.width * info.height * info.depth.bytes
    return (info.hasAlpha ? min(plane, keptBytes) : 0)
      + (keeping.photograph ? min(3 * plane, keptBytes) : 0) + keeping.workBytes
  }

  /// The disk space of the parts of a picture that are kept aside in the scratch folder because they are too large for
  /// memory, in bytes.
  package func keptInScratch(_ info: ImageInfo, _ keeping: Keeping) -> Int {
    let plane = info.width * info.height * info.depth.bytes
    return (info.hasAlpha && plane > keptBytes ? plane : 0)
      + (keeping.photograph && 3 * plane > keptBytes ? 3 * plane : 0)
  }

  /// The reserve for thread stacks, the allocator's free lists and partly used pages, in bytes.
  private static let spare = 24 << 20
}

/// The memory of a device that has its own.
package struct DeviceMemoryBudget: Sendable {
  /// The most of the device's memory that may be taken, in bytes.
  package let total: Int
  /// Returns the part of the total that maps may take, in bytes: without the network's weights and whatever else is
  /// there.
  let forMaps: @Sendable () -> Int

  package init(total: Int, forMaps: @escaping @Sendable () -> Int) {
    (self.total, self.forMaps) = (total, forMaps)
  }
}
