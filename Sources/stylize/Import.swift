import ArgumentParser
import Files
import Foundation
import Logging
import ModelImport
import StyleLibrary
import StylizeKit

/// Imports a network as a style: `stylize import candy.pth --name candy`.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a network that somebody else trained into a style.",
    discussion: """
      Reads PyTorch checkpoints and ONNX files of networks in the family of Johnson et al. Files are \
      read as data; nothing in them is ever executed. The network is tried on a sample picture \
      before the style is saved.
      """)

  @Argument(help: "A PyTorch checkpoint (.pth, .pt, .model) or an ONNX file.", completion: .file())
  var file: String

  @Option(help: "The name of the new style.")
  var name: String

  @Option(help: "The title of the painting that it was trained on.")
  var title: String?

  @Option(help: "The painter of that painting.")
  var artist: String?

  @Option(
    parsing: .unconditional, help: "The year in which it was painted.",
    transform: Limits.year.parse)
  var year: Int?

  @Option(help: "The licence of the weights.")
  var licence: String?

  @Option(
    help: "The range of the network's input: unit (0…1), bytes (0…255), signed (−1…1) or imageNet.")
  var inputRange: PixelFormat.Range?

  @Option(help: "The range of its output, in the same words.")
  var outputRange: PixelFormat.Range?

  @Flag(help: "Replace an existing style of that name.")
  var force = false

  @Option(
    help: "The folder to save the style in (default: stylize/styles in the user's data folder).",
    completion: .directory)
  var stylesDir: [String] = []

  func run() throws {
    let folder = StyleFolders.search(named: stylesDir)[0]
    var request = ImportRequest(file: file, folder: folder, name: name)
    request.title = title
    request.artist = artist
    request.year = year
    request.licence = licence
    request.replaces = force
    request.choices = ImportChoices(
      input: inputRange.map { PixelFormat($0) }, output: outputRange.map { PixelFormat($0) })
    try ExitStatus.reporting(in: .work) {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let result = try StyleImport.run(request)
      let provenance = result.provenance
      say("\(provenance.architecture); reads \(provenance.input), returns \(provenance.output)")
      for assumption in provenance.assumptions { say("assumed: \(assumption)") }
      print(result.style.folder.printable)
    }
  }

  private func say(_ text: String) {
    PlainLogHandler.write(.notice, text)
  }
}
