package import Devices
internal import Engine
internal import ImageIO
package import StyleLibrary
package import StyleTransfer

/// Renders previews, for contact sheets and galleries: photographs at a small size, in one style after the other.
package struct PreviewRenderer: Sendable {
  let catalog: Catalog
  let options: RenderOptions
  private let devices: ChosenDevices
  private let threads: Int?
  private let warn: @Sendable (String) -> Void

  /// - Parameters:
  ///   - devices: the devices, of which the first renders; nil for those that ``DeviceChoice/automatic`` chooses.
  ///   - threads: the number of processor threads; nil for one per processor.
  ///   - warn: receives a message when a device fails, which says what is done about it.
  /// - Throws: ``DeviceError/notFound(wanted:available:)``.
  package init(
    from catalog: Catalog, options: RenderOptions = RenderOptions(),
    devices: ChosenDevices? = nil, threads: Int? = nil,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    (self.catalog, self.options, self.threads, self.warn) = (catalog, options, threads, warn)
    self.devices = try (devices ?? DeviceChoice.automatic.resolved()).prefix(1)
  }

  /// The memory limits of readers, and the scratch folder for what doesn't fit into memory.
  var limits: ImageLimits {
    var limits = options.limits
    let memory = MemoryBudget(total: options.memoryBytes, slots: 1)
    limits.memoryBytes = min(limits.memoryBytes, memory.keptBytes)
    return limits
  }

  /// Makes a device ready for previews in one look.
  ///
  /// - Parameters:
  ///   - settings: the settings of the look; their style and strength are ignored.
  ///   - first: the style that is rendered first.
  ///   - heldBytes: the memory that the caller holds meanwhile, in bytes.
  /// - Throws: `ModelError`, `NetworkError`, `ImageError`; ``DeviceError/unusable(device:reason:)``.
  func series(_ settings: StyleSettings, first: ResolvedStyle, holding heldBytes: Int) throws
    -> PreviewSession
  {
    var options = options
    options.memoryBytes = (options.memoryBytes ?? SystemMemory.usualLimit) - heldBytes
    let configuration = try ModelConfiguration(first, settings, options: options, threads: threads)
    return PreviewSession(
      pool: try DevicePool(devices, for: configuration, warn: warn),
      postProcessing: configuration.postProcessing,
      grain: settings.grain, heldBytes: heldBytes, warn: warn)
  }
}

/// A series of previews in one look. A failing device is handled as for other pictures.
struct PreviewSession {
  fileprivate let pool: DevicePool
  fileprivate let postProcessing: PostProcessing
  /// The factor of the grain that each style recommends.
  fileprivate let grain: Double
  fileprivate let heldBytes: Int
  fileprivate let warn: (String) -> Void

  /// - Throws: `ModelError`, `NetworkError`, `EngineError`, `ImageError`.
  func render(_ photograph: PreviewSource, in style: ResolvedStyle, strength: Double = 1) throws
    -> ImageRows
  {
    let look = RenderLook(
      style, Grain(recommended: style.grain, factor: grain, strength: strength),
      postProcessing.at(strength: strength))
    guard !look.postProcessing.isIdentity else { return try photograph.rows() }
    let request = try RenderRequest(inMemory: photograph, depth: .eight)
    let names = style.parts.map(\.pack.name).joined(separator: ", ")
    do {
      return try pool.withFallback(at: pool.chosen[0], warn: { warn("\(names): \($0)") }) {
        worker, fallback in
        try photograph.kept(worker.render(request, as: look, fallback) { _ in true })
      }
    } catch EngineError.budgetTooSmall(let least, let given) {
      throw EngineError.budgetTooSmall(
        leastBytes: least + heldBytes, budgetBytes: given + heldBytes)
    }
  }
}
