import BatchProcessing
import Devices
import ImageIO
import StyleTransfer
import Testing

@Suite struct MaskTests {
  let fixture: StylizerFixture
  let photograph = Picture.scene(width: 90, height: 70)

  init() throws { fixture = try StylizerFixture() }

  private func painted(_ mask: Picture?, depth: BitDepth = .eight) async throws -> Picture {
    var settings = StyleSettings(style: "wave")
    if let mask {
      settings.mask = fixture.path("mask.png")
      try mask.write(to: fixture.path("mask.png"))
    }
    return try await fixture.paint(
      depth == .eight ? photograph : .scene(width: 90, height: 70, depth: depth), settings)
  }

  private func plain(_ grey: Double, width: Int = 90, height: Int = 70) -> Picture {
    Picture(width: width, height: height) { _, _ in (grey, grey, grey) }
  }

  @Test(arguments: [BitDepth.eight, .sixteen]) func whiteIsPainted(depth: BitDepth)
    async throws
  {
    let painting = try await painted(nil, depth: depth)
    #expect(try await painted(plain(1), depth: depth) == painting)
    #expect(try await painted(plain(1, width: 7, height: 5), depth: depth) == painting)
    #expect(try await painted(plain(1, width: 200, height: 333), depth: depth) == painting)
  }

  @Test(arguments: [BitDepth.eight, .sixteen]) func blackIsThePhotograph(depth: BitDepth)
    async throws
  {
    let photograph = Picture.scene(width: 90, height: 70, depth: depth)
    #expect(try await painted(plain(0), depth: depth) == photograph)
    #expect(try await painted(plain(0, width: 300, height: 3), depth: depth) == photograph)
  }

  @Test func greyMixesEncodedValues() async throws {
    let painting = try await painted(nil)
    let half = try await painted(plain(100 / 255))
    let expected = zip(painting.values, photograph.values).map {
      UInt16((Int($0) * 100 + Int($1) * 155 + 127) / 255)
    }
    #expect(half.values == expected)
  }

  @Test func aSmallMaskIsStretched() async throws {
    let sides = Picture(width: 2, height: 1) { x, _ in x == 0 ? (0, 0, 0) : (1, 1, 1) }
    let mixed = try await painted(sides)
    let painting = try await painted(nil)
    func part(_ picture: Picture, _ column: Int) -> Picture {
      picture.cropped(row: 0, column: column, width: 15, height: 70)
    }
    #expect(part(mixed, 0) == part(photograph, 0))
    #expect(part(mixed, 75) == part(painting, 75))
    #expect(part(mixed, 38) != part(painting, 38) && part(mixed, 38) != part(photograph, 38))
  }

  @Test func aMissingMaskIsSaidBeforeAnythingIsPainted() async throws {
    var settings = StyleSettings(style: "wave")
    settings.mask = fixture.path("none.png")
    #expect(throws: ImageError.self) { try BatchProcessor(settings, from: StylizerFixture.catalog) }
  }
}
