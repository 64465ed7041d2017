import ArgumentParser
import StylizeKit

/// How a sheet is written.
struct SheetOutputOptions: ParsableArguments {
  @Option(help: "From 1 to 100, for formats that have a quality.")
  var quality: Int?

  @Option(help: "What to do if the sheet already exists.")
  var existing = ExistingSheet.fail

  @Option(help: "Bits per channel: 8 or 16.")
  var bitDepth: Int?

  // Taken as ever from those who type them, though they mean nothing for a sheet.
  @Option(name: .shortAndLong, help: .hidden) var format: String?
  @Flag(help: .hidden) var strip = false
  @Option(help: .hidden) var outputTemplate: String?

  func validate() throws {
    if let bitDepth, PictureDepth(rawValue: bitDepth) == nil {
      throw ValidationError("Found a bit depth of \(bitDepth), expected 8 or 16.")
    }
    if let quality, !(1...100).contains(quality) {
      throw ValidationError("Found a quality of \(quality), expected 1 to 100.")
    }
  }

  func apply(to options: inout PaintingOptions) {
    options.quality = quality
    options.depth = bitDepth.flatMap(PictureDepth.init)
    options.existing = existing == .overwrite ? .overwrite : .fail
  }
}

/// What is done where there is a sheet already.
enum ExistingSheet: String, ExpressibleByArgument, CaseIterable {
  case fail, overwrite

  /// A file of options may well say what holds for paintings: nothing but `overwrite` replaces a sheet.
  init?(argument: String) {
    switch PaintingOptions.Existing(rawValue: argument) {
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

  @Option(help: "Bits per channel: 8 or 16 (default: the photograph's).")
  var bitDepth: Int?

  // Taken as ever from those who type them, though they change no plan.
  @Option(help: .hidden) var quality: Int?
  @Flag(help: .hidden) var strip = false
  @Option(help: .hidden) var existing: PaintingOptions.Existing?
  @Option(help: .hidden) var outputTemplate: String?

  func validate() throws {
    if let bitDepth, PictureDepth(rawValue: bitDepth) == nil {
      throw ValidationError("Found a bit depth of \(bitDepth), expected 8 or 16.")
    }
  }

  func apply(to options: inout PaintingOptions) {
    options.quality = quality
    options.depth = bitDepth.flatMap(PictureDepth.init)
    options.strip = strip
  }
}
