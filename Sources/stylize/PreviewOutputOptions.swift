import ArgumentParser
import ImageIO
import StyleTransfer

/// How a sheet is written.
struct SheetOutputOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "\(Limits.quality), for formats that have a quality.",
    transform: Limits.quality.parse)
  var quality: Int?

  @Option(help: "What to do if the sheet already exists.")
  var existing = ExistingPreview.fail

  @Option(
    parsing: .unconditional, help: "Bits per channel: 8 or 16.", transform: BitDepth.parse)
  var bitDepth: BitDepth?

  // Taken as ever from those who type them, though they mean nothing for a sheet.
  @Option(name: .shortAndLong, help: .hidden) var format: String?
  @Flag(help: .hidden) var strip = false
  @Option(help: .hidden) var outputTemplate: String?

  func apply(to options: inout RenderOptions) {
    options.quality = quality
    options.depth = bitDepth
    options.existing = existing == .overwrite ? .overwrite : .fail
  }
}

/// What is done where there is a sheet already, or a file that no earlier gallery made.
enum ExistingPreview: String, ExpressibleByArgument, CaseIterable {
  case fail, overwrite

  /// A file of options may well say what holds for paintings: nothing but `overwrite` replaces these.
  init?(argument: String) {
    switch RenderOptions.Existing(rawValue: argument) {
    case .overwrite: self = .overwrite
    case .some: self = .fail
    case nil: return nil
    }
  }
}

/// How a painting that is only planned would be written.
struct PlannedOutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The painting's format: jpg, png, tif, webp, jpg[Q=90], …")
  var format: String?

  @Option(
    parsing: .unconditional, help: "Bits per channel: 8 or 16 (default: the photograph's).",
    transform: BitDepth.parse)
  var bitDepth: BitDepth?

  // Taken as ever from those who type them, though they change no plan.
  @Option(parsing: .unconditional, help: .hidden, transform: Limits.quality.parse)
  var quality: Int?
  @Flag(help: .hidden) var strip = false
  @Option(help: .hidden) var existing: RenderOptions.Existing?
  @Option(help: .hidden) var outputTemplate: String?

  func apply(to options: inout RenderOptions) {
    options.quality = quality
    options.depth = bitDepth
    options.strip = strip
  }
}
