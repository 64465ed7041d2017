import ArgumentParser
import Foundation
import StylizeKit

/// `stylize import candy.pth --name candy`
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a style of a network that others trained.",
    discussion: """
      PyTorch checkpoints and ONNX files of networks in the family of Johnson et al. are known. Files are read as data; nothing in them is ever executed. The network is tried on a sample, \
      and the style is kept in the first of the styles' folders unless --styles-dir names another.
      """)

  @Argument(help: "A PyTorch checkpoint (.pth, .pt, .model) or an ONNX file.", completion: .file())
  var file: String

  @Option(help: "What to call the style.")
  var name: String

  @Option(help: "The title of the painting that it was trained on.")
  var title: String?

  @Option(help: "Who painted that.")
  var artist: String?

  @Option(parsing: .unconditional, help: "When.", transform: Limits.year.parse)
  var year: Int?

  @Option(help: "The licence of the weights.")
  var licence: String?

  @Option(help: "What the network reads: unit (0…1), bytes (0…255), signed (−1…1), imageNet.")
  var inputRange: PixelFormat.Range?

  @Option(help: "What it gives back, in the same words.")
  var outputRange: PixelFormat.Range?

  @Flag(help: "Replace a style of that name.")
  var force = false

  @OptionGroup(title: "Styles") var styles: StyleOptions

  func run() throws {
    let folder = StyleFolders.search(named: styles.stylesDir)[0]
    var request = ImportRequest(file: file, folder: folder, name: name)
    request.title = title
    request.artist = artist
    request.year = year
    request.licence = licence
    request.replaces = force
    request.choices = ImportChoices(
      input: inputRange.map { PixelFormat($0) }, output: outputRange.map { PixelFormat($0) })
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let result = try StyleImport.run(request)
      let provenance = result.provenance
      say("\(provenance.architecture); reads \(provenance.input), gives \(provenance.output)")
      for assumption in provenance.assumptions { say("assumed: \(assumption)") }
      print(result.style.folder)
    } catch {
      say("error: \(error)")
      throw ExitStatus.allFailed
    }
  }

  private func say(_ text: String) {
    FileHandle.standardError.write(Data("stylize: \(text)\n".utf8))
  }
}
