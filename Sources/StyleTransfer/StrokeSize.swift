internal import Foundation
package import Networks

/// How large strokes are against the picture.
///
/// A network's strokes have a size in pixels, so a photograph of 24 megapixels would get strokes too
/// small to see. It is therefore painted at a working size, and the painting is enlarged.
package enum StrokeSize: Hashable, Sendable {
  /// As suits the style and the size of the photograph. Up to the size that the style's pack
  /// recommends, every pixel is painted. From there, strokes grow with the power 2/3 of the picture's
  /// side: they stay large enough to be seen when the whole picture is, and yet a large picture, which
  /// is also looked at from nearer, gets more of them. At 24 megapixels they are four times as large.
  case auto
  /// So many times the size that the network gives them, 1 and more. 1 paints every pixel.
  case times(Double)

  /// The most that strokes can be enlarged.
  package static let limit = 64.0
  /// For styles that don't say what suits them; pixels of the longer side.
  static let recommendation = 768

  /// The size in which a photograph is painted: its own, or smaller in the same proportion.
  ///
  /// - Parameter recommended: of the style, the longer side in pixels.
  package func workingSize(for size: Size, recommended: Int?) -> Size {
    let longer = Double(max(size.width, size.height))
    let factor =
      switch self {
      case .auto: pow(longer / Double(recommended ?? Self.recommendation), 2.0 / 3)
      case .times(let factor): factor
      }
    guard factor > 1 else { return size }
    // A network can't paint less than a few pixels.
    func side(_ length: Int) -> Int {
      min(length, max(Self.least, Int((Double(length) / factor).rounded())))
    }
    return Size(height: side(size.height), width: side(size.width))
  }

  private static let least = 16
}

extension StrokeSize: LosslessStringConvertible {
  /// `auto`, or a number from 1 to ``limit``.
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
