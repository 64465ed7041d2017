public import ArgumentParser
public import StylizeKit

/// What the paintings look like.
struct LookOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "A style, or a mix such as starry:0.7,wave:0.3; 'stylize styles' lists them.",
    completion: Suggestions.styles)
  var style: String

  @OptionGroup var controls: LookControls

  @Option(help: "How strong the style is, from 0 (the photograph) to 1.5.")
  var strength = 1.0

  var look: Look { controls.applied(to: Look(style: style, strength: strength)) }
}

/// What can be turned whatever the style.
struct LookControls: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How large the strokes are: auto (large enough to be seen at any picture size) or a factor.",
      discussion: "1 paints every pixel; 4 paints at a quarter of the size and enlarges."),
    completion: .list(["auto"]))
  var strokeSize = StrokeSize.auto

  @Option(help: "How much of the photograph's fine edges to keep under large strokes, from 0 to 1.")
  var detail = 1.0

  @Flag(
    name: [.customLong("keep-colors"), .customLong("keep-colours")],
    help: "Keep the photograph's colours; take only light and dark from the painting.")
  var keepsColours = false

  @Option(
    help: "A picture that says where to paint: white is painted, black stays the photograph.",
    completion: .file())
  var mask: String?

  func validate() throws {
    guard (0...1).contains(detail) else {
      throw ValidationError("Found a detail of \(detail), expected 0 to 1.")
    }
  }

  func applied(to look: Look) -> Look {
    var look = look
    look.strokeSize = strokeSize
    look.detail = detail
    look.keepsColours = keepsColours
    look.mask = mask.map(PicturePath.init(argument:))
    return look
  }
}

extension StrokeSize: ExpressibleByArgument {}
