import BatchProcessing
import Files
import Foundation
import ImageIO
import StyleTransfer
import Testing

@Suite struct StrengthTests {
  let fixture: StylizerFixture

  init() throws { fixture = try StylizerFixture() }

  @Test(arguments: [BitDepth.eight, .sixteen], [StrokeSize.times(1), .times(2.5)])
  func zeroIsThePhotograph(depth: BitDepth, strokeSize: StrokeSize) async throws {
    let photograph = Picture.scene(width: 97, height: 61, depth: depth)
    var settings = StyleSettings(style: "starry:0.6,wave:0.4", strength: 0)
    settings.strokeSize = strokeSize
    #expect(try await fixture.paint(photograph, settings) == photograph)
    settings.keepsColours = true
    #expect(try await fixture.paint(photograph, settings) == photograph)
    try Picture(width: 2, height: 1) { x, _ in x == 0 ? (0, 0, 0) : (1, 1, 1) }
      .write(to: fixture.path("mask.png"))
    settings.mask = fixture.path("mask.png")
    #expect(try await fixture.paint(photograph, settings) == photograph)
  }

  @Test func zeroIsThePhotographInTheDepthAskedFor() async throws {
    let photograph = Picture.scene(width: 40, height: 30)
    try photograph.write(to: fixture.path("photograph.png"))
    var options = RenderOptions()
    options.depth = .sixteen
    let stylizer = try BatchProcessor(
      StyleSettings(style: "wave", strength: 0), from: StylizerFixture.catalog, options: options)
    try stylizer.render(fixture.path("photograph.png"), to: fixture.path("painting.png"))
    let painting = try Picture(fixture.path("painting.png"))
    #expect(painting.depth == .sixteen)
    #expect(painting.values == photograph.values.map { $0 * 257 })
  }

  /// Grain, the hardest for the identity of the network, comes back too, without a jump.
  @Test func paintingsFadeIntoThePhotograph() async throws {
    let photograph = Picture(width: 120, height: 90) { x, y in
      let grain = Double((x * 7919 + y * 104_729 + x * y * 31) % 97) / 96
      return (0.2 + 0.5 * grain, 0.7 - 0.4 * grain, 0.3 + 0.4 * grain)
    }
    var decibels: [Double] = []
    // Beyond, a painting of noise is as far from it as it gets.
    for strength in [0.001, 0.01, 0.05, 0.1, 0.2, 0.4] {
      let settings = StyleSettings(style: "starry", strength: strength)
      decibels.append(try await fixture.paint(photograph, settings).signalToNoise(photograph))
    }
    #expect(decibels[0] > 50)
    #expect(decibels[1] > 35)
    #expect(zip(decibels, decibels.dropFirst()).allSatisfy { $0 > $1 }, "\(decibels)")
  }

  /// The identity can be asked for as a style, and is then painted like any other.
  @Test func theIdentityIsPainted() async throws {
    let sample = StylizerFixture.root.appendingPathComponent("Samples/harbour.jpg").path
    let photograph = try Picture(Path(sample)).shrunk(by: 3)
    let identity = try await fixture.paint(photograph, StyleSettings(style: "photo"))
    #expect(identity != photograph)
    #expect(identity.signalToNoise(photograph) > 25)
  }
}
