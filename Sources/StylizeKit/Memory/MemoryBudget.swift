internal import Engine
internal import Images

/// How the memory that the whole program may take is shared out.
struct MemoryBudget: Sendable {
  /// Bytes of the whole process.
  let total: Int
  /// What the program has before any picture comes: itself, libraries, the network's weights.
  private let base: Int

  /// To be made when the network is ready.
  ///
  /// - Parameter total: nil for most of what is available.
  init(total: Int?) {
    base = SystemMemory.resident
    self.total = total ?? SystemMemory.available / 10 * 9
  }

  /// What is left for maps when a picture has the program for itself. Maps are not all that a picture
  /// takes: there are rows of it in the decoder and the encoder.
  func forMaps(of info: PictureInfo) -> Int {
    total - base - Self.spare - rows(of: info) - kept(info)
  }

  /// What a single picture can have that shares the program with others on their way.
  func forMapsAmongOthers(of info: PictureInfo, pictures: Int) -> Int {
    forMaps(of: info) - pictures
  }

  /// What pictures that are decoded, or not yet encoded, may take while another one is painted.
  func forPictures(atMost wanted: Int) -> Int {
    max(min(wanted, (total - base - Self.spare) / 4), 0)
  }

  /// What maps may take together with memory that is kept for maps to come.
  var mapLimit: Int { max(total - base - Self.spare, 0) }

  /// Beyond this, pictures that are kept aside go to a scratch file.
  var keptBytes: Int { min(256 << 20, max((total - base) / 16, 1 << 20)) }

  /// An error that speaks of the whole process where the engine spoke of maps alone.
  func whole(_ error: any Error, for info: PictureInfo) -> any Error {
    guard case EngineError.budgetTooSmall(let least, _) = error else { return error }
    return EngineError.budgetTooSmall(
      leastBytes: total - forMaps(of: info) + least, budgetBytes: total)
  }

  /// What the plan takes, as the whole process will.
  func process(_ plan: Plan, of info: PictureInfo) -> Int {
    total - forMaps(of: info) + plan.peakBytes
  }

  /// Thread stacks, what the allocator keeps, edges of pages.
  private static let spare = 48 << 20

  /// Rows in the decoder and the encoder: libvips holds a few hundred lines of every step.
  private func rows(of info: PictureInfo) -> Int {
    info.width * info.depth.bytes * 4 * 512
  }

  /// The photograph's opacity, and the photograph itself where it is painted smaller than it is; see
  /// ``keptBytes``.
  private func kept(_ info: PictureInfo) -> Int {
    let opacity = info.hasAlpha ? info.width * info.height * info.depth.bytes : 0
    return min(opacity, keptBytes)
  }
}
