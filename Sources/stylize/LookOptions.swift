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

  @Option(help: "How strongly, from 0 (the photograph) to 1.5.")
  var strength = 1.0

  var look: Look { controls.applied(to: Look(style: style, strength: strength)) }
}

/// What can be turned whatever the style.
struct LookControls: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How large strokes are: auto (so that one sees them at every picture size) or a factor.",
      discussion: "1 paints every pixel; 4 paints at a quarter of the size and enlarges."))
  var strokeSize = StrokeSize.auto

  @Option(help: "How much of the photograph's fine edges large strokes keep, from 0 to 1.")
  var detail = 1.0

  @Option(
    help:
      "How much grain skies and other even surfaces get for strokes to grow from, from 0 to 2; 1 as the style recommends."
  )
  var grain = 1.0

  @Flag(
    name: [.customLong("keep-colors"), .customLong("keep-colours")],
    help: "Keep the photograph's colours; light and dark are the painting's.")
  var keepsColours = false

  @Option(help: "A picture that says where to paint: white here, black not, grey a little.")
  var mask: String?

  func validate() throws {
    guard (0...1).contains(detail) else {
      throw ValidationError("Found a detail of \(detail), expected 0 to 1.")
    }
    guard Look.grains.contains(grain) else {
      throw ValidationError("Found a grain of \(grain), expected 0 to 2.")
    }
  }

  func applied(to look: Look) -> Look {
    var look = look
    look.strokeSize = strokeSize
    look.detail = detail
    look.grain = grain
    look.keepsColours = keepsColours
    look.mask = mask.map(PicturePath.init(argument:))
    return look
  }
}

extension StrokeSize: ExpressibleByArgument {}
