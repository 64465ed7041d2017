import ArgumentParser
import BatchProcessing
import ContactSheets
import Files
import Foundation
import Networks
import StyleTransfer

/// Makes a contact sheet: `stylize sheet photo.jpg sheet.png`.
struct Sheet: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Paint a photograph in many styles on one sheet, to choose from.",
    discussion: """
      The pictures are small, but their strokes are as large in proportion as those of the painting \
      that the same options would make.
      """)

  @Option(
    help: ArgumentHelp(
      "Styles, separated by commas, or a mix; may be repeated (default: all).",
      valueName: "a,b,c"),
    completion: Suggestions.styles)
  var styles: [String] = []

  @Option(help: "Strengths of the styles, separated by commas: 0.4,0.7,1.")
  var strengths = "1"

  @Option(
    parsing: .unconditional,
    help: "The longer side of each picture, \(Limits.previewSide) pixels (default: 320).",
    transform: Limits.previewSide.parse)
  var size = SheetRequest().cellSide

  @OptionGroup var controls: AppearanceControls
  @OptionGroup(title: "Output") var output: SheetOutputOptions
  @OptionGroup var previews: PreviewOptions

  @Argument(help: "The photograph.", completion: .file())
  var photograph: String

  @Argument(help: "The sheet to write.", completion: .file())
  var sheet: String

  func run() throws {
    var options = RenderOptions()
    output.apply(to: &options)
    try previews.run(options) { previews, progress in
      let path = Path(argument: sheet)
      try ContactSheet(previews).make(
        of: Path(argument: photograph), to: path, request(), progress: progress)
      return PreviewResult(path: "\(path)")
    }
  }

  func validate() throws {
    _ = try request()
  }

  private func request() throws -> SheetRequest {
    var request = SheetRequest()
    let named = styles.flatMap {
      $0.contains(":") ? [$0] : $0.split(separator: ",").map(String.init)
    }
    request.styles = named.isEmpty ? nil : named
    request.strengths = try strengths.split(separator: ",").map {
      try Limits.strength.parse(String($0))
    }
    guard !request.strengths.isEmpty else {
      throw ValidationError("Found no strengths, expected some from \(Limits.strength).")
    }
    request.cellSide = size
    request.settings = controls.applied(to: request.settings)
    return request
  }
}
