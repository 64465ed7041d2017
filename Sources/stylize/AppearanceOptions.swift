internal import ArgumentParser
internal import Files
internal import StyleTransfer

/// The options for the look of results: a style, its strength and the controls.
struct AppearanceOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "A style, or a mix such as starry:0.7,wave:0.3; 'stylize styles' lists them.",
    completion: Suggestions.styles)
  var style: String

  @OptionGroup var controls: AppearanceControls

  @Option(
    parsing: .unconditional,
    help: "How strong the style is, from 0 (the photograph) to 1.5 (default: 1).",
    transform: Limits.strength.parse)
  var strength = 1.0

  var settings: StyleSettings {
    controls.applied(to: StyleSettings(style: style, strength: strength))
  }
}

/// The options for the look that apply whatever the style.
struct AppearanceControls: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How large the strokes are: auto (large enough to be seen at any picture size) or a factor from 1 to 64 "
        + "(default: auto).",
      discussion: "1 paints every pixel; 4 paints at a quarter of the size and enlarges."),
    completion: .list(["auto"]), transform: StrokeSize.parse)
  var strokeSize = StrokeSize.auto

  @Option(
    parsing: .unconditional,
    help:
      "How much of the photograph's fine edges to keep under large strokes, from 0 to 1 (default: 1).",
    transform: Limits.detail.parse)
  var detail = 1.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much grain to give skies and other even surfaces, from 0 to 2; 1 is what the style recommends "
        + "(default: 1).",
      discussion: "Strokes grow from it."),
    transform: Limits.grain.parse)
  var grain = 1.0

  @Flag(
    name: [.customLong("keep-colors"), .customLong("keep-colours")],
    help: "Keep the photograph's colours; take only light and dark from the painting.")
  var keepsColours = false

  @Option(
    help: "A picture that says where to paint: white is painted, black stays the photograph.",
    completion: .file())
  var mask: String?

  func applied(to settings: StyleSettings) -> StyleSettings {
    var settings = settings
    settings.strokeSize = strokeSize
    settings.detail = detail
    settings.grain = grain
    settings.keepsColours = keepsColours
    settings.mask = mask.map(Path.init(argument:))
    return settings
  }
}

extension StrokeSize {
  @Sendable static func parse(_ text: String) throws -> StrokeSize {
    guard let size = StrokeSize(text) else {
      throw ValidationError("Found '\(text)', expected auto or a factor from 1 to \(Int(limit)).")
    }
    return size
  }
}
