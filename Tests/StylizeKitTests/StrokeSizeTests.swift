import BatchProcessing
import Foundation
import ImageIO
import StyleTransfer
import Testing

@Suite struct StrokeSizeTests {
  @Test func reads() {
    #expect(StrokeSize("auto") == .auto)
    #expect(StrokeSize("1") == .times(1))
    #expect(StrokeSize("2.5") == .times(2.5))
    for wrong in ["", "0.99", "65", "nan", "-2", "big"] { #expect(StrokeSize(wrong) == nil) }
    #expect(StrokeSize("\(StrokeSize.times(2.5))") == .times(2.5))
  }

  @Test func oneAndAutoPaintEveryPixelOfASmallPicture() async throws {
    let fixture = try StylizerFixture()
    let photograph = Picture.scene(width: 101, height: 67)
    var settings = StyleSettings(style: "starry")
    let auto = try await fixture.paint(photograph, settings)
    settings.strokeSize = .times(1)
    #expect(try await fixture.paint(photograph, settings) == auto)
    settings.detail = 0
    #expect(try await fixture.paint(photograph, settings) == auto)
  }

  @Test(arguments: [2.0, 3.7, 64]) func keepsTheSize(factor: Double) async throws {
    let fixture = try StylizerFixture()
    var settings = StyleSettings(style: "starry")
    settings.strokeSize = .times(factor)
    let painting = try await fixture.paint(.scene(width: 201, height: 133), settings)
    #expect((painting.width, painting.height) == (201, 133))
  }

  /// A painting with large strokes is the painting of the shrunk photograph, enlarged.
  @Test func strokesGrow() async throws {
    let fixture = try StylizerFixture()
    let photograph = Picture.scene(width: 480, height: 320)
    var settings = StyleSettings(style: "starry")
    let fine = try await fixture.paint(photograph, settings).shrunk(by: 4)
    let small = try await fixture.paint(photograph.shrunk(by: 4), settings)
    settings.strokeSize = .times(4)
    let coarse = try await fixture.paint(photograph, settings).shrunk(by: 4)
    #expect(coarse.correlation(small) > 0.97)
    #expect(fine.correlation(small) < 0.9)
  }

  /// Along edges that the painting follows, an enlarged painting is as steep as the photograph.
  @Test func detailMakesEdgesSharp() async throws {
    let fixture = try StylizerFixture()
    let photograph = Picture(width: 300, height: 200) { x, _ in
      x / 60 % 2 == 0 ? (0.2, 0.3, 0.2) : (0.7, 0.8, 0.9)
    }
    var settings = StyleSettings(style: "starry", strength: 0.3)
    settings.strokeSize = .times(4)
    let sharp = try await fixture.paint(photograph, settings)
    settings.detail = 0
    let soft = try await fixture.paint(photograph, settings)
    func steepest(_ picture: Picture) -> Int {
      let row = picture.cropped(row: 100, column: 100, width: 40, height: 1).values
      return (3..<row.count).map { abs(Int(row[$0]) - Int(row[$0 - 3])) }.max()!
    }
    #expect(steepest(sharp) > 2 * steepest(soft))
  }

  /// The same bytes however the work is cut, with everything turned on.
  @Test(arguments: [(7, 1), (64, 3)]) func tilesAndThreadsChangeNothing(tile: Int, threads: Int)
    async throws
  {
    let fixture = try StylizerFixture()
    let photograph = Picture.scene(width: 173, height: 111)
    try Picture(width: 9, height: 9) { x, y in
      let grey = Double(x + y) / 16
      return (grey, grey, grey)
    }.write(to: fixture.path("mask.png"))
    var settings = StyleSettings(style: "starry:0.6,wave:0.4", strength: 0.8)
    settings.strokeSize = .times(1.7)
    settings.keepsColours = true
    settings.mask = fixture.path("mask.png")
    let whole = try await fixture.paint(photograph, settings)
    try photograph.write(to: fixture.path("photograph.ppm"))
    var options = RenderOptions()
    options.tileEdge = tile
    let stylizer = try BatchProcessor(
      settings, from: StylizerFixture.catalog, options: options, threads: threads)
    try stylizer.render(fixture.path("photograph.ppm"), to: fixture.path("tiled.ppm"))
    #expect(try Picture(fixture.path("tiled.ppm")) == whole)
  }
}
