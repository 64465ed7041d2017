internal import Devices
internal import Engine
package import ImageIO

/// How the memory that the whole program may take is shared out.
package struct MemoryBudget: Sendable {
  /// The bytes that the program may take while this device computes; less than ``given`` where several devices share it.
  package private(set) var total: Int
  /// The bytes that the program was given for all devices together.
  package let given: Int
  private let parts: Int
  /// What the program has beside pictures: itself, libraries, the network's weights.
  private let resident: Int
  private let slots: Int
  /// Nil where maps are in the program's memory.
  package let device: DeviceMemoryBudget?

  /// To be made when the network is ready.
  ///
  /// - Parameters:
  ///   - total: nil for most of what is available.
  ///   - slots: how many small pictures may be painted side by side.
  ///   - parts: how many devices share it.
  ///   - resident: what the program has beside pictures, in bytes; nil for what it has in memory now.
  package init(
    total: Int?, slots: Int, parts: Int = 1, device: DeviceMemoryBudget? = nil,
    resident: Int? = nil
  ) {
    // It counts, also where no picture has been opened yet; that it doesn't start is told then.
    try? ImageCodecs.start()
    let resident = resident ?? SystemMemory.resident
    let whole = total ?? SystemMemory.usualLimit
    self.resident = resident
    (given, self.parts) = (whole, parts)
    self.total = whole - max(whole - resident, 0) / parts * (parts - 1)
    (self.slots, self.device) = (slots, device)
  }

  /// What small pictures painted side by side keep for those to come, each.
  package var slotBytes: Int { min(64 << 20, max(total - resident, 0) / 32 / max(slots, 1)) }
  /// All of them together. A single picture leaves it untouched.
  package var allSlotsBytes: Int { slots > 1 ? slotBytes * slots : 0 }

  private var base: Int { resident + allSlotsBytes }

  /// What is left for maps when a picture has the program for itself. Maps are not all that a picture
  /// takes: some of it is kept aside, and some is in the decoder and the encoder.
  ///
  /// - Parameters:
  ///   - keeping: what of it is kept aside.
  ///   - coderBytes: what the decoder or, later, the encoder holds; the two are not there at the same
  ///     time.
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

  /// By which the program's own memory differs from run to run.
  private static let difference = 8 << 20

  /// What pictures that are decoded, or not yet encoded, may take while another one is painted.
  package func forPictures(atMost wanted: Int) -> Int {
    max(min(wanted, (total - base - Self.spare) / 4), 0)
  }

  /// What maps may take together with memory that is kept for maps to come.
  package var mapLimit: Int { max(total - base - Self.spare, 0) }

  /// Beyond this, pictures that are kept aside go to a scratch file.
  package var keptBytes: Int { min(256 << 20, max((total - base) / 16, 1 << 20)) }

  /// What of a picture is kept aside while it is painted, beside its opacity.
  package struct Keeping: Sendable {
    /// The photograph itself, because the network is given another one: smaller, or with grain.
    package var photograph: Bool
    /// Bytes for making that one.
    package var workBytes: Int

    package init(photograph: Bool, workBytes: Int) {
      (self.photograph, self.workBytes) = (photograph, workBytes)
    }
  }

  /// What of a picture is kept aside in memory; bytes.
  package func kept(_ info: ImageInfo, _ keeping: Keeping) -> Int {
    let plane = info.width * info.height * info.depth.bytes
    return (info.hasAlpha ? min(plane, keptBytes) : 0)
      + (keeping.photograph ? min(3 * plane, keptBytes) : 0) + keeping.workBytes
  }

  /// What of a picture is kept aside in the scratch folder, being too much for memory; bytes.
  package func keptInScratch(_ info: ImageInfo, _ keeping: Keeping) -> Int {
    let plane = info.width * info.height * info.depth.bytes
    return (info.hasAlpha && plane > keptBytes ? plane : 0)
      + (keeping.photograph && 3 * plane > keptBytes ? 3 * plane : 0)
  }

  /// Thread stacks, what the allocator keeps, edges of pages.
  private static let spare = 24 << 20
}

/// The memory of a device that has its own.
package struct DeviceMemoryBudget: Sendable {
  /// What is taken of it at most, in bytes.
  package let total: Int
  /// What of that maps may take, in bytes: not the network's weights and what else is there.
  let forMaps: @Sendable () -> Int

  package init(total: Int, forMaps: @escaping @Sendable () -> Int) {
    (self.total, self.forMaps) = (total, forMaps)
  }
}
