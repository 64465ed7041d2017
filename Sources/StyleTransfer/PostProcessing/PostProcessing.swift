internal import Engine
package import ImageIO

/// The list of steps between the network's output and the encoder, each of which works on rows as they are asked for.
package struct PostProcessing: Sendable {
  let steps: [any RowStep]
  /// Whether nothing of the network's output is visible, so that the network need not run.
  package let isIdentity: Bool

  private let settings: StyleSettings
  private let mask: Mask?

  /// - Throws: `ImageError` when the mask can't be read.
  package init(_ settings: StyleSettings, limits: ImageLimits) throws {
    self.init(settings, try settings.mask.map { try Mask($0, limits: limits) })
  }

  /// The same steps for another strength.
  package func at(strength: Double) -> PostProcessing {
    var settings = settings
    settings.strength = strength
    return PostProcessing(settings, mask)
  }

  private init(_ settings: StyleSettings, _ mask: Mask?) {
    (self.settings, self.mask) = (settings, mask)
    let blend = Blend(strength: settings.strength)
    isIdentity = blend == .none
    guard !isIdentity else {
      steps = [Original()]
      return
    }
    var steps: [any RowStep] = [Enlargement(detail: settings.detail)]
    if settings.keepsColours { steps.append(KeptColours()) }
    if blend != .full { steps.append(blend) }
    if let mask { steps.append(mask) }
    self.steps = steps
  }
}

/// A step between the network and the encoder.
protocol RowStep: Sendable {
  /// - Parameters:
  ///   - rows: the rows of the step before.
  ///   - images: the picture that the result is made from.
  /// - Returns: the rows of this step, computed when they are read.
  /// - Throws: `ImageError`.
  func apply(to rows: ImageRows, _ images: StepImages) throws -> ImageRows
}

/// The picture that a result is made from, in the forms that steps need.
struct StepImages {
  /// The picture at the result's size and depth.
  let original: ImageRows
  /// The picture at the network's input size, without grain.
  let shrunk: ImageRows

  init<B: Backend>(of input: NetworkInput<B>) throws {
    original = input.image.rows.converted(to: input.request.depth)
    shrunk = try input.shrunk()
  }
}

/// Replaces the network's output with the original picture.
struct Original: RowStep {
  func apply(to rows: ImageRows, _ images: StepImages) -> ImageRows { images.original }
}
