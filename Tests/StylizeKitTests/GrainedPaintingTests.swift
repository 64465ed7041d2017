import ContactSheets
import ImageIO
import Networks
import StyleTransfer
import Testing

/// Paintings in styles that recommend grain.
@Suite struct GrainedPaintingTests {
  let fixture: StylizerFixture

  init() throws { fixture = try StylizerFixture() }

  /// A sky without anything in it, above hills.
  private func landscape(width: Int, height: Int, depth: BitDepth = .eight) -> Picture {
    Picture(width: width, height: height, depth: depth) { x, y in
      let (u, v) = (Double(x) / Double(width), Double(y) / Double(height))
      return v > 0.7 + 0.1 * u * u
        ? (0.2, 0.4 + 0.2 * (x / 9 % 2 == 0 ? 1 : 0), 0.2) : (0.4 + 0.1 * v, 0.6 + 0.1 * v, 0.9)
    }
  }

  /// How much neighbours differ on average in the middle of the sky, in parts of full scale.
  private func liveliness(_ picture: Picture) -> Double {
    let sky = picture.cropped(
      row: picture.height / 8, column: picture.width / 8, width: picture.width * 3 / 4,
      height: picture.height / 2)
    let differences = zip(sky.values.dropFirst(3), sky.values).map { abs(Int($0) - Int($1)) }
    return Double(differences.reduce(0, +)) / Double(differences.count)
      / (picture.depth == .eight ? 255 : 65535)
  }

  @Test(arguments: [StrokeSize.times(1), .times(2.3)])
  func bringsStrokesIntoTheSky(strokeSize: StrokeSize) async throws {
    let photograph = landscape(width: 240, height: 180)
    let catalog = try fixture.catalog(of: ["starry"], grain: 3)
    var settings = StyleSettings(style: "starry")
    settings.strokeSize = strokeSize
    let grained = try await fixture.paint(photograph, settings, from: catalog)
    settings.grain = 0
    let without = try await fixture.paint(photograph, settings, from: catalog)
    #expect(liveliness(grained) > 2 * liveliness(without))
    settings.grain = 2
    let twice = try await fixture.paint(photograph, settings, from: catalog)
    #expect(liveliness(twice) > 2 * liveliness(without))
    #expect(twice != grained)
  }

  /// What a pack without the key paints, whatever is asked for, is what it painted before there was grain.
  @Test func packsThatRecommendNonePaintAsBefore() async throws {
    let photograph = landscape(width: 90, height: 70)
    var settings = StyleSettings(style: "starry:0.6,wave:0.4")
    settings.strokeSize = .times(1.5)
    settings.grain = 0
    let before = try await fixture.paint(photograph, settings)
    for grain in [1.0, 2] {
      settings.grain = grain
      let plain = try fixture.catalog(of: ["starry", "wave"], grain: grain == 1 ? nil : 0)
      #expect(try await fixture.paint(photograph, settings, from: plain) == before)
    }
    settings.grain = 0
    let graining = try fixture.catalog(of: ["starry", "wave"], grain: 3)
    #expect(try await fixture.paint(photograph, settings, from: graining) == before)
  }

  @Test(
    arguments: [BitDepth.eight, .sixteen],
    [(StrokeSize.times(1), 7, 1), (.times(1), 64, 3), (.times(1.7), 16, 2)])
  func tilesThreadsAndBudgetsChangeNothing(
    depth: BitDepth, cut: (strokeSize: StrokeSize, tile: Int, threads: Int)
  ) async throws {
    let photograph = landscape(width: 173, height: 131, depth: depth)
    let catalog = try fixture.catalog(of: ["starry", "wave"], grain: 3)
    var settings = StyleSettings(style: "starry:0.6,wave:0.4", strength: 0.8)
    settings.strokeSize = cut.strokeSize
    let whole = try await fixture.paint(photograph, settings, from: catalog)
    var options = RenderOptions()
    options.tileEdge = cut.tile
    // The photograph itself goes to a scratch file.
    options.limits.memoryBytes = 1000
    let cutUp = try await fixture.paint(
      photograph, settings, options: options, from: catalog, threads: cut.threads)
    #expect(cutUp == whole)
  }

  @Test(arguments: [BitDepth.eight, .sixteen], [StrokeSize.times(1), .times(2.5)])
  func strengthZeroIsThePhotograph(depth: BitDepth, strokeSize: StrokeSize) async throws {
    let photograph = landscape(width: 97, height: 61, depth: depth)
    var settings = StyleSettings(style: "starry", strength: 0)
    settings.strokeSize = strokeSize
    settings.grain = 2
    let catalog = try fixture.catalog(of: ["starry"], grain: 16)
    #expect(try await fixture.paint(photograph, settings, from: catalog) == photograph)
    // Nor is there a jump.
    settings.strength = 0.01
    #expect(
      try await fixture.paint(photograph, settings, from: catalog).signalToNoise(photograph) > 35)
  }

  /// Under a black mask, in kept colours and beneath the fine detail there is the clean photograph.
  @Test(arguments: [StrokeSize.times(1), .times(2.5)])
  func theRestSeesTheCleanPhotograph(strokeSize: StrokeSize) async throws {
    let catalog = try fixture.catalog(of: ["starry"], grain: 16)
    let photograph = landscape(width: 120, height: 80)
    try Picture(width: 1, height: 1) { _, _ in (0, 0, 0) }.write(to: fixture.path("mask.png"))
    var settings = StyleSettings(style: "starry")
    settings.strokeSize = strokeSize
    settings.grain = 2
    settings.mask = fixture.path("mask.png")
    #expect(try await fixture.paint(photograph, settings, from: catalog) == photograph)

    settings.mask = nil
    settings.keepsColours = true
    let grey = Picture(width: 120, height: 80) { x, y in
      let value = 0.4 + Double(x + y) / 1000
      return (value, value, value)
    }
    let kept = try await fixture.paint(grey, settings, from: catalog)
    let chroma = ReferenceOklab.pixels(of: kept).map(\.chroma).max()!
    #expect(chroma < 0.01, "\(chroma)")

    // An even photograph has no detail to give back.
    settings.keepsColours = false
    let even = Picture(width: 120, height: 80) { _, _ in (0.4, 0.5, 0.6) }
    let detailed = try await fixture.paint(even, settings, from: catalog)
    settings.detail = 0
    let plain = try await fixture.paint(even, settings, from: catalog)
    #expect(Set(plain.values).count > 20)
    let difference = zip(detailed.values, plain.values).map { abs(Int($0) - Int($1)) }.max()!
    #expect(difference <= 2, "\(difference)")
  }

  @Test func previewsHaveTheGrainOfTheFinalPicture() async throws {
    let photograph = landscape(width: 600, height: 400)
    let catalog = try fixture.catalog(of: ["starry"], grain: 4)
    var request = SheetRequest()
    request.styles = ["starry"]
    request.strengths = [0, 1]
    request.cellSide = 150
    try photograph.write(to: fixture.path("photograph.ppm"))
    for strokeSize in [StrokeSize.times(1), .times(2)] {
      request.settings.strokeSize = strokeSize
      let name = "sheet \(strokeSize).png"
      try ContactSheet(PreviewRenderer(from: catalog)).make(
        of: fixture.path("photograph.ppm"), to: fixture.path(name), request)
      let sheet = try Picture(fixture.path(name))
      // Gaps of 4, text of 12 pixels.
      let preview = sheet.cropped(row: 4 + 120, column: 4 + 154, width: 150, height: 100)
      var settings = StyleSettings(style: "starry")
      settings.strokeSize = strokeSize
      let final = try await fixture.paint(photograph, settings, from: catalog).shrunk(by: 4)
      settings.grain = 0
      let other = try await fixture.paint(photograph, settings, from: catalog).shrunk(by: 4)
      func sky(_ picture: Picture) -> Picture {
        picture.cropped(row: 5, column: 5, width: 140, height: 60)
      }
      #expect(sky(preview).signalToNoise(sky(final)) > 3 + sky(preview).signalToNoise(sky(other)))
      #expect(preview.correlation(final) > 0.98)
    }
  }
}
