internal import ArgumentParser
internal import BatchProcessing
package import Devices
import Files
import Foundation
internal import ImageIO
import Logging
package import StyleLibrary
package import StyleTransfer

struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The paintings' format: jpg, png, tif, webp, jpg[Q=90], …")
  var format: String?

  @Option(
    parsing: .unconditional, help: "\(Limits.quality), for formats that have a quality.",
    transform: Limits.quality.parse)
  var quality: Int?

  @Option(
    parsing: .unconditional, help: "Bits per channel: 8 or 16 (default: the photograph's).",
    transform: BitDepth.parse)
  var bitDepth: BitDepth?

  @Flag(help: "Leave out EXIF, XMP and IPTC metadata.")
  var strip = false

  @Option(help: "What to do if the painting already exists.")
  var existing = RenderOptions.Existing.skip

  @Option(
    help: ArgumentHelp(
      "How to name paintings in the output folder, with {dir} {name} {style} {ext} {width} "
        + "{height} {index} {date}.", valueName: "template"))
  var outputTemplate: String?

  func apply(to options: inout RenderOptions) {
    options.quality = quality
    options.depth = bitDepth
    options.strip = strip
    options.existing = existing
  }
}

struct ComputingOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "The edge of a tile in pixels, \(Limits.tile); 0 picks one (default: 0).",
    transform: Limits.tile.parse)
  var tile = 0

  @Option(
    name: [.customShort("g"), .long],
    help: ArgumentHelp(
      "Where to paint: auto, cpu, gpu, numbers as listed by 'stylize devices' (0,1), or part of a name.",
      valueName: "device"),
    completion: Suggestions.devices)
  var device = DeviceChoice.automatic

  @Option(
    parsing: .unconditional,
    help: "Processor threads, \(Limits.threads) (default: one per processor).",
    transform: Limits.threads.parse)
  var threads: Int?

  @Option(help: "Store feature maps in half or single precision.")
  var precision = RenderOptions.Precision.half

  @Option(
    parsing: .unconditional,
    help: "Refuse photographs with more pixels than this (default: \(ImageLimits().maxPixels)).",
    transform: Limits.maxPixels.parse)
  var maxPixels = ImageLimits().maxPixels

  /// Resolves the devices and logs the choice.
  func devices(_ log: Logger, atMost count: Int = .max) throws -> ChosenDevices {
    let chosen = try device.resolved().prefix(count)
    let names = chosen.devices.map(\.description).joined(separator: ", ")
    // Nobody asks why the processor renders where there is nothing else.
    log.log(
      level: chosen.devices.contains { $0.kind != .processor } ? .info : .debug,
      "painting on \(names): \(chosen.reason)")
    return chosen
  }

  func apply(to options: inout RenderOptions) {
    options.tileEdge = tile == 0 ? nil : tile
    options.precision = precision
    options.limits.maxPixels = maxPixels
  }
}

struct MessageOptions: ParsableArguments {
  @OptionGroup var log: LogOptions

  @Flag(help: "Report what happens on standard output, one JSON object per line.")
  var json = false

  var quiet: Bool { log.quiet }

  func makeLogger() -> Logger { log.makeLogger() }
}

/// The options for the amount of messages on standard error.
struct LogOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print only errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more about what happens.")
  var verbose = false

  func makeLogger() -> Logger {
    let level: Logger.Level = quiet ? .error : verbose ? .debug : .info
    return Logger(label: "stylize") { _ in PlainLogHandler(logLevel: level) }
  }
}

struct StyleOptions: ParsableArguments {
  @Option(
    help: "Look for styles in this folder first; may be repeated.", completion: .directory)
  var stylesDir: [String] = []

  /// - Throws: ``StyleFolderError`` when a named folder doesn't exist.
  func catalog() throws -> Catalog { Catalog(folders: try folders()) }

  /// - Throws: ``StyleFolderError`` when a named folder doesn't exist.
  func folders() throws -> [String] {
    for folder in stylesDir {
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
      guard isThere, isFolder.boolValue else {
        throw StyleFolderError(folder: folder, isThere: isThere)
      }
    }
    return StyleFolders.search(named: stylesDir)
  }
}

/// An error about a named folder of styles that doesn't exist or is no folder.
struct StyleFolderError: Error, CustomStringConvertible {
  let folder: String
  let isThere: Bool

  var description: String {
    "--styles-dir: found \(isThere ? "a file" : "nothing") at \(folder), expected a folder of styles"
  }
}

extension DeviceChoice: ExpressibleByArgument {
  package init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self.init(argument)
  }

  package var defaultValueDescription: String {
    switch self {
    case .automatic: "auto"
    case .named(let names): names.joined(separator: ",")
    }
  }
}

extension RenderOptions.Existing: ExpressibleByArgument {}
extension RenderOptions.Precision: ExpressibleByArgument {}
extension PixelFormat.Range: ExpressibleByArgument {}

extension Path {
  /// Makes the path that was typed, byte for byte, though the parser hands out text.
  init(argument: String) {
    let raw = CommandLine.unsafeArgv
    let typed = (0..<Int(CommandLine.argc)).lazy
      .compactMap { raw[$0] }
      .map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
      .first { String(decoding: $0, as: UTF8.self) == argument }
    self.init(bytes: typed ?? Array(argument.utf8))
  }
}
