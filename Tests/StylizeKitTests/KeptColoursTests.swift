import ImageIO
import StyleTransfer
import Testing

@Suite struct KeptColoursTests {
  /// Chroma of the photograph, lightness of the painting, in Oklab; beyond what a screen shows, the
  /// same hue with less chroma.
  @Test(arguments: [(BitDepth.eight, 0.006), (.sixteen, 0.0012)])
  func takesLightFromThePaintingAndColourFromThePhotograph(
    depth: BitDepth, tolerance: Double
  ) async throws {
    let fixture = try StylizerFixture()
    let photograph = Picture.scene(width: 83, height: 61, depth: depth)
    var settings = StyleSettings(style: "scream")
    let painting = try await fixture.paint(photograph, settings)
    settings.keepsColours = true
    let kept = try await fixture.paint(photograph, settings)

    let pixels = zip(
      zip(ReferenceOklab.pixels(of: photograph), ReferenceOklab.pixels(of: painting)),
      ReferenceOklab.pixels(of: kept))
    var outside = 0
    var worst = 0.0
    for ((photograph, painting), kept) in pixels {
      let wanted = ReferenceOklab(
        lightness: painting.lightness, a: photograph.a, b: photograph.b)
      // Near black, a step of 8 bits is a large step of lightness.
      let allowed = tolerance / max(painting.lightness, 0.1)
      #expect(abs(kept.lightness - painting.lightness) < allowed)
      if wanted.isShown {
        worst = max(worst, abs(kept.a - wanted.a), abs(kept.b - wanted.b))
        #expect(max(abs(kept.a - wanted.a), abs(kept.b - wanted.b)) < allowed)
      } else {
        outside += 1
        #expect(kept.chroma < wanted.chroma + allowed)
        let sine = (kept.a * wanted.b - kept.b * wanted.a) / max(wanted.chroma, 0.01)
        #expect(abs(sine) < allowed)
      }
    }
    #expect(outside > 0 && outside < photograph.values.count / 6)
    #expect(worst > 0)
    #expect(painting != kept)
  }

  @Test func leavesAPhotographThatIsItsOwnPainting() async throws {
    let fixture = try StylizerFixture()
    let photograph = Picture.scene(width: 64, height: 48)
    var settings = StyleSettings(style: "photo")
    let identity = try await fixture.paint(photograph, settings)
    settings.keepsColours = true
    let kept = try await fixture.paint(photograph, settings)
    #expect(kept.signalToNoise(photograph) > identity.signalToNoise(photograph))
  }
}
