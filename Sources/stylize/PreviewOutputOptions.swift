import ArgumentParser
import ImageIO
import StyleTransfer

/// The options for writing a sheet.
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

  // Still accepted, although they mean nothing for a sheet.
  @Option(name: .shortAndLong, help: .hidden) var format: String?
  @Flag(help: .hidden) var strip = false
  @Option(help: .hidden) var outputTemplate: String?

  func apply(to options: inout RenderOptions) {
    options.quality = quality
    options.depth = bitDepth
    options.existing = existing == .overwrite ? .overwrite : .fail
  }
}

/// The action where a sheet exists already, or a file that no earlier gallery made.
enum ExistingPreview: String, ExpressibleByArgument, CaseIterable {
  case fail, overwrite

  /// Parses any value of ``RenderOptions/Existing``, since a configuration file may have one for other commands: only
  /// `overwrite` replaces these files.
  init?(argument: String) {
    switch RenderOptions.Existing(rawValue: argument) {
    case .overwrite: self = .overwrite
    case .some: self = .fail
    case nil: return nil
    }
  }
}

/// The options for the output of a plan.
struct PlannedOutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The painting's format: jpg, png, tif, webp, jpg[Q=90], …")
  var format: String?

  @Option(
    parsing: .unconditional, help: "Bits per channel: 8 or 16 (default: the photograph's).",
    transform: BitDepth.parse)
  var bitDepth: BitDepth?

  // Still accepted, although they don't change the plan.
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
