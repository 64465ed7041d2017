import ArgumentParser
import Files
import Foundation
import ModelImport
import Networks
import StylizeKit

/// Exports a style as ONNX: `stylize export starry:0.7,wave:0.3 mix.onnx`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Export a style as an ONNX file for other programs.",
    discussion: """
      The network takes and returns pictures of any size as (1, 3, height, width), RGB from 0 to 1, \
      in opset 13. The file holds the network and the style, but nothing that is done to pictures \
      before or afterwards: stroke size, grain, kept colours, masks.
      """)

  @Argument(
    help: "A style, or a mix such as starry:0.7,wave:0.3; 'stylize styles' lists them.",
    completion: Suggestions.styles)
  var style: String

  @Argument(
    help: "The ONNX file, or - for standard output.", completion: .file(extensions: ["onnx"]))
  var file: String

  @Option(
    parsing: .unconditional,
    help: "How strong the style is, from 0 (the photograph) to 1.5 (default: 1).",
    transform: Limits.strength.parse)
  var strength = 1.0

  @Flag(help: "Replace an existing file.")
  var force = false

  @OptionGroup(title: "Styles") var styles: StyleOptions

  func run() throws {
    try ExitStatus.reporting(in: .work) {
      let catalog = try styles.catalog()
      guard file != "-" else {
        return ResultStream.write(
          try StyleExport.bytes(style, strength: strength, from: catalog))
      }
      try StyleExport.run(style, strength: strength, from: catalog, to: file, replaces: force)
      print(file.printable)
    }
  }

  func validate() throws {
    guard file != "-" || isatty(STDOUT_FILENO) == 0 else {
      throw ValidationError(
        "Found a terminal on standard output, expected a file or a pipe for the ONNX file.")
    }
  }
}
