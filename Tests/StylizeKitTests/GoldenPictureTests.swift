import BatchProcessing
import Files
import Foundation
import StyleLibrary
import StyleTransfer
import Testing

/// Paintings of a small photograph beside those that were committed, `Fixtures/golden/*.png`: nobody changes
/// what people's pictures look like without noticing.
///
/// The styles are those of `Tests/stylizeTests/Fixtures/journal/styles`, small networks of random numbers that
/// never change. Processors with other vector instructions add in another order, and other versions of libvips
/// resize a little otherwise; what is meant to look the same differs by ``tolerance`` at most.
@Suite struct GoldenPictureTests {
  /// Of one value, in 8-bit levels; and of all of them together, in decibels.
  static let tolerance = (difference: 4, signalToNoise: 50.0)

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var settings: StyleSettings
    var testDescription: String { name }

    init(_ name: String, style: String, _ change: (inout StyleSettings) -> Void = { _ in }) {
      self.name = name
      settings = StyleSettings(style: style)
      change(&settings)
    }
  }

  static let cases = [
    // Every pixel as the network paints it.
    Case("plain", style: "dusk") { $0.strokeSize = .times(1) },
    // All steps after the network: enlarge, keep colours, blend, mask.
    Case("finished", style: "dusk:0.7,dawn:0.3") {
      $0.strength = 0.8
      $0.strokeSize = .times(2)
      $0.keepsColours = true
      $0.mask = Path(styles.deletingLastPathComponent().appendingPathComponent("mask.pgm").path)
    },
    // A network that is not of our trunk's form.
    Case("foreign", style: "transposed") { $0.detail = 0.5 },
  ]

  private static let styles = StylizerFixture.root
    .appendingPathComponent("Tests/stylizeTests/Fixtures/journal/styles")
  private static let folder = StylizerFixture.root
    .appendingPathComponent("Tests/StylizeKitTests/Fixtures/golden")

  private static func path(_ name: String) -> Path {
    Path(folder.appendingPathComponent(name + ".png").path)
  }

  /// Whether the committed paintings are to be written anew.
  private static let writes = ProcessInfo.processInfo.environment["STYLIZE_GOLDEN"] == "write"

  private static let advice = """
    If it is meant to look otherwise now: STYLIZE_GOLDEN=write swift test -c release --skip-build \
    --disable-xctest --filter GoldenPictureTests, and look at Tests/StylizeKitTests/Fixtures/golden
    """

  @Test(arguments: cases) func looksAsItDid(_ wanted: Case) async throws {
    let fixture = try StylizerFixture()
    let photograph = try Picture(Self.path("photograph"))
    let painting = try await fixture.paint(
      photograph, wanted.settings, from: Catalog(folders: [Self.styles.path]))
    if Self.writes { try painting.write(to: Self.path(wanted.name)) }
    let golden = try Picture(Self.path(wanted.name))
    try #require(golden.width == painting.width && golden.height == painting.height)
    let difference = zip(golden.values, painting.values).map { abs(Int($0) - Int($1)) }.max()!
    #expect(
      difference <= Self.tolerance.difference,
      "one value of '\(wanted.name)' differs by \(difference) levels. \(Self.advice)")
    let signalToNoise = golden.signalToNoise(painting)
    #expect(
      signalToNoise >= Self.tolerance.signalToNoise,
      "'\(wanted.name)' differs by \(signalToNoise) dB. \(Self.advice)")
  }

  /// The committed paintings differ from the photograph and from each other by far more than the tolerance.
  @Test func aMistakeWouldShow() throws {
    let pictures = try (["photograph"] + Self.cases.map(\.name)).map { try Picture(Self.path($0)) }
    for first in pictures.indices {
      for second in pictures.indices where second > first {
        let signalToNoise = pictures[first].signalToNoise(pictures[second])
        #expect(signalToNoise < Self.tolerance.signalToNoise - 15, "\(first) and \(second)")
      }
    }
  }
}
