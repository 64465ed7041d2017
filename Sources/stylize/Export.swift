import ArgumentParser
import Foundation
import StylizeKit

/// `stylize export starry:0.7,wave:0.3 mix.onnx`
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a style as an ONNX file for other programs.",
    discussion: """
      The file takes and gives pictures of any size as (1, 3, height, width), RGB from 0 to 1, in \
      opset 13. It holds the network with the style; what is done to pictures around it (stroke \
      size, kept colours, masks) is not part of it.
      """)

  @Argument(
    help: "A style, or a mix such as starry:0.7,wave:0.3.",
    completion: .shellCommand(LookOptions.listOfStyles))
  var style: String

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var file: String

  @Option(
    parsing: .unconditional, help: "How strongly, from 0 (the photograph) to 1.5 (default: 1).",
    transform: Limits.strength.parse)
  var strength = 1.0

  @Flag(help: "Replace a file of that name.")
  var force = false

  @OptionGroup(title: "Styles") var styles: StyleOptions

  func run() throws {
    do {
      try StyleExport.run(
        style, strength: strength, from: styles.catalog, to: file, replaces: force)
      print(file)
    } catch {
      FileHandle.standardError.write(Data("stylize: error: \(error)\n".utf8))
      if case ModelError.unwritable = error { throw ExitStatus.allFailed }
      throw ExitStatus.usage
    }
  }
}
