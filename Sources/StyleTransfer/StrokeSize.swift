internal import Foundation
package import Networks

/// The size of strokes relative to the picture.
///
/// A network's strokes have a fixed size in pixels, so that a photograph of 24 megapixels would get strokes too small
/// to see. It is therefore rendered at a smaller working size, and the output is enlarged.
package enum StrokeSize: Hashable, Sendable {
  /// A size that suits the style and the photograph. Up to the size that the style's pack recommends, every pixel is
  /// rendered. Beyond it, strokes grow with the power 2/3 of the picture's longer side: they stay visible when the
  /// whole picture is viewed, and yet a large picture, which is also viewed from closer, gets more of them. At 24
  /// megapixels they are four times as large.
  case auto
  /// A multiple of the network's own stroke size, 1 or more. 1 renders every pixel.
  case times(Double)

  /// The largest factor by which strokes can be enlarged.
  package static let limit = 64.0
  /// The working size of styles whose packs recommend none: the longer side, in pixels.
  static let recommendation = 768

  /// The size at which a photograph is rendered: its own, or a smaller one of the same proportions.
  ///
  /// - Parameter recommended: the longer side that the style recommends, in pixels; nil for the default.
  package func workingSize(for size: Size, recommended: Int?) -> Size {
    let longer = Double(max(size.width, size.height))
    let factor =
      switch self {
      case .auto: pow(longer / Double(recommended ?? Self.recommendation), 2.0 / 3)
      case .times(let factor): factor
      }
    guard factor > 1 else { return size }
    // A network can't render fewer than a few pixels.
    func side(_ length: Int) -> Int {
      min(length, max(Self.least, Int((Double(length) / factor).rounded())))
    }
    return Size(height: side(size.height), width: side(size.width))
  }

  private static let least = 16
}

extension StrokeSize: LosslessStringConvertible {
  /// Parses `auto`, or a number from 1 to ``limit``.
  package init?(_ text: String) {
    if text == "auto" {
      self = .auto
    } else if let factor = Double(text), (1...Self.limit).contains(factor) {
      self = .times(factor)
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .auto: "auto"
    case .times(let factor): "\(factor)"
    }
  }
}
