import Files
import Foundation
import ImageIO
import StyleLibrary
import StyleTransfer
import Testing

/// What one sees of a style grows evenly with its strength. The measure is that of
/// `Benchmarks/strength.py`.
@Suite struct EvenStrengthTests {
  @Test func weightsGrowFromNothingToAllAndOn() {
    #expect(StrengthCurve.weight(0) == 0)
    #expect(StrengthCurve.weight(1) == 1)
    #expect(StrengthCurve.weight(1.5) == 1.2)
    #expect(StrengthCurve.weight(-1) == -1)
    #expect(StrengthCurve.weight(2) == 2)
    let weights = (0...150).map { StrengthCurve.weight(Double($0) / 100) }
    for (smaller, larger) in zip(weights, weights.dropFirst()) {
      #expect(larger > smaller && larger < smaller + 0.03)
    }
  }

  /// Every shipped style on two photographs is within 0.25 of the straight line, and all of them together
  /// within 0.1.
  @Test(arguments: ["harbour", "bust"]) func whatOneSeesGrowsEvenly(sample: String) async throws {
    let fixture = try StylizerFixture()
    let path = StylizerFixture.root.appendingPathComponent("Samples/\(sample).jpg").path
    let photograph = try Picture(Path(path)).shrunk(by: 6)
    let start = SeenPicture(photograph)
    let strengths = [0.1, 0.3, 0.5, 0.7, 0.9]
    var sums = [Double](repeating: 0, count: strengths.count)
    let styles = StylizerFixture.catalog.styles.map(\.name)
    for style in styles {
      func paint(_ strength: Double) async throws -> SeenPicture {
        var settings = StyleSettings(style: style, strength: strength)
        settings.strokeSize = .times(1)
        return SeenPicture(try await fixture.paint(photograph, settings))
      }
      let end = try await paint(1)
      var last = 0.0
      for (index, strength) in strengths.enumerated() {
        let painting = try await paint(strength)
        let gone = painting.distance(start)
        let share = gone / (gone + painting.distance(end))
        #expect(abs(share - strength) < 0.25, "\(style) at \(strength): \(share)")
        #expect(share > last, "\(style) at \(strength)")
        last = share
        sums[index] += share
      }
    }
    for (sum, strength) in zip(sums, strengths) {
      let mean = sum / Double(styles.count)
      #expect(abs(mean - strength) < 0.1, "\(mean) at \(strength)")
    }
  }
}

/// What is compared of a picture: its colours in Oklab, blurred a little, and the gradients of its
/// lightness.
private struct SeenPicture {
  private let width: Int
  private let height: Int
  private var planes: [[Double]]
  private let gradients: [(Double, Double)]

  init(_ picture: Picture) {
    (width, height) = (picture.width, picture.height)
    let pixels = ReferenceOklab.pixels(of: picture)
    let (width, height) = (width, height)
    func blurred(_ plane: [Double], _ deviation: Double) -> [Double] {
      let radius = Int(3 * deviation + 0.5)
      let kernel = (-radius...radius).map { exp(-0.5 * pow(Double($0) / deviation, 2)) }
      let sum = kernel.reduce(0, +)
      func pass(_ plane: [Double], _ place: (_ x: Int, _ y: Int, _ offset: Int) -> Int) -> [Double]
      {
        (0..<width * height).map { index in
          var value = 0.0
          for (tap, weight) in kernel.enumerated() {
            value += weight * plane[place(index % width, index / width, tap - radius)]
          }
          return value / sum
        }
      }
      let across = pass(plane) { x, y, offset in y * width + min(max(x + offset, 0), width - 1) }
      return pass(across) { x, y, offset in min(max(y + offset, 0), height - 1) * width + x }
    }
    planes = [pixels.map(\.lightness), pixels.map(\.a), pixels.map(\.b)].map { blurred($0, 1.5) }
    let lightness = blurred(pixels.map(\.lightness), 0.7)
    gradients = (0..<width * height).map { index in
      let (x, y) = (index % width, index / width)
      let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
      let (up, down) = (max(y - 1, 0), min(y + 1, height - 1))
      return (
        (lightness[y * width + right] - lightness[y * width + left]) / Double(right - left),
        (lightness[down * width + x] - lightness[up * width + x]) / Double(down - up)
      )
    }
  }

  func distance(_ other: SeenPicture) -> Double {
    var sum = 0.0
    for index in gradients.indices {
      let squares = planes.indices.reduce(0.0) {
        $0 + pow(planes[$1][index] - other.planes[$1][index], 2)
      }
      let (here, there) = (gradients[index], other.gradients[index])
      sum += squares.squareRoot() + 3 * hypot(here.0 - there.0, here.1 - there.1)
    }
    return sum / Double(gradients.count)
  }
}
