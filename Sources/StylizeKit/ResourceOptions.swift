internal import Devices
internal import Files
internal import ImageIO
internal import StyleTransfer
public import SystemPackage

/// The share of the machine that may be taken. None of it changes a byte of a result, but for ``usesSinglePrecision`` and the
/// choice of devices, which may differ in the last bit.
///
/// ```swift
/// var resources = ResourceOptions(memoryBytes: 2 << 30)
/// resources.devices = ["cpu"]
/// resources.threads = 4
/// ```
public struct ResourceOptions: Hashable, Sendable {
  /// The memory of the whole process, in bytes; nil for most of what the system has available. A picture that needs
  /// more is rendered in bands, with a scratch file.
  public var memoryBytes: Int?
  /// The memory of a graphics card for feature maps, in bytes; nil for most of what is free.
  public var deviceMemoryBytes: Int?
  /// The threads of the processor; nil for one per processor.
  public var threads: Int?
  /// The devices: `cpu`, `gpu` for all graphics cards, numbers, or parts of names. Empty for the fastest one.
  public var devices: [String] = []
  /// The folder of scratch files, which have no name and are gone when the process ends.
  public var scratchFolder: FilePath = "/tmp"
  /// The most pixels of one picture.
  public var maxPixels = 2_000_000_000
  /// Whether feature maps are stored in single precision instead of half: twice the memory, errors that are far below
  /// one level of 8 bits even smaller.
  public var usesSinglePrecision = false

  /// Makes options.
  ///
  /// - Parameter memoryBytes: the memory of the whole process; nil for most of what the system has available.
  public init(memoryBytes: Int? = nil) { self.memoryBytes = memoryBytes }
}

extension ResourceOptions {
  /// Writes the limits into options of the modules below.
  func apply(to options: inout RenderOptions) {
    (options.memoryBytes, options.deviceMemoryBytes) = (memoryBytes, deviceMemoryBytes)
    options.limits.scratchFolder = Path(scratchFolder)
    options.limits.maxPixels = maxPixels
    options.precision = usesSinglePrecision ? .single : .half
  }

  /// - Throws: `DeviceError`.
  func chosenDevices() throws -> ChosenDevices {
    try (devices.isEmpty ? DeviceChoice.automatic : .named(devices)).resolved()
  }
}

extension RenderOptions {
  init(_ output: OutputOptions, _ resources: ResourceOptions) throws(StylizeError) {
    self.init()
    resources.apply(to: &self)
    try output.apply(to: &self)
  }
}
