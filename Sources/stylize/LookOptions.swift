public import ArgumentParser
public import StylizeKit

/// What the paintings look like.
struct LookOptions: ParsableArguments {
  /// For completions.
  static let listOfStyles = "stylize styles 2>/dev/null | awk 'NR > 1 { print $1 }'"

  @Option(
    name: .shortAndLong, help: "A style, or a mix such as starry:0.7,wave:0.3.",
    completion: .shellCommand(Self.listOfStyles))
  var style: String

  @OptionGroup var controls: LookControls

  @Option(
    parsing: .unconditional, help: "How strongly, from 0 (the photograph) to 1.5 (default: 1).",
    transform: Limits.strength.parse)
  var strength = 1.0

  var look: Look { controls.applied(to: Look(style: style, strength: strength)) }
}

/// What can be turned whatever the style.
struct LookControls: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How large strokes are: auto (so that one sees them at every picture size) or a factor from 1 to 64 "
        + "(default: auto).",
      discussion: "1 paints every pixel; 4 paints at a quarter of the size and enlarges."),
    transform: StrokeSize.parse)
  var strokeSize = StrokeSize.auto

  @Option(
    parsing: .unconditional,
    help: "How much of the photograph's fine edges large strokes keep, from 0 to 1 (default: 1).",
    transform: Limits.detail.parse)
  var detail = 1.0

  @Flag(
    name: [.customLong("keep-colors"), .customLong("keep-colours")],
    help: "Keep the photograph's colours; light and dark are the painting's.")
  var keepsColours = false

  @Option(help: "A picture that says where to paint: white here, black not, grey a little.")
  var mask: String?

  func applied(to look: Look) -> Look {
    var look = look
    look.strokeSize = strokeSize
    look.detail = detail
    look.keepsColours = keepsColours
    look.mask = mask.map(PicturePath.init(argument:))
    return look
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
