import ContactSheets
import Files
import Foundation
import ImageIO
import StyleLibrary
import StyleTransfer
import Testing

@Suite struct SheetTests {
  let fixture: StylizerFixture

  init() throws { fixture = try StylizerFixture() }

  private func sheet(_ photograph: Picture, _ request: SheetRequest) throws -> Picture {
    try photograph.write(to: fixture.path("photograph.ppm"))
    var count = 0
    try ContactSheet(PreviewRenderer(from: StylizerFixture.catalog)).make(
      of: fixture.path("photograph.ppm"), to: fixture.path("sheet.png"), request
    ) { done, _ in count = done }
    #expect(
      count == 1 + request.strengths.count
        * (request.styles?.count ?? StylizerFixture.catalog.styles.count))
    return try Picture(fixture.path("sheet.png"))
  }

  @Test func hasAPictureAndALabelForEachStyle() throws {
    var request = SheetRequest()
    request.styles = ["starry", "wave", "starry:0.5,wave:0.5"]
    request.cellSide = 96
    let photograph = Picture.scene(width: 240, height: 160)
    let sheet = try sheet(photograph, request)
    // Three cells of 96 by 64 in a row, 12 pixels of text under each, gaps of 4.
    #expect((sheet.width, sheet.height) == (4 + 3 * 100, 4 + 2 * (64 + 8 + 12)))
    for (index, label) in ["photograph", "starry", "wave", "starry:0.5,wave:0.5"].enumerated() {
      let (row, column) = (4 + index / 3 * 84, 4 + index % 3 * 100)
      let text = try TextRaster(label, points: 12)
      #expect(text.coverage.contains { $0 > 200 })
      let shown = TextRasterPart(text, width: min(96, text.width))
      let found = sheet.cropped(
        row: row + 66, column: column, width: shown.width, height: min(text.height, 16))
      #expect(shown.isDrawn(in: found), "\(label)")
    }
    let first = sheet.cropped(row: 4, column: 4, width: 96, height: 64)
    let second = sheet.cropped(row: 4, column: 104, width: 96, height: 64)
    #expect(first != second)
  }

  @Test func putsStrengthsSideBySide() throws {
    var request = SheetRequest()
    request.styles = ["wave", "scream"]
    request.strengths = [0.4, 1]
    request.cellSide = 60
    let sheet = try sheet(.scene(width: 60, height: 60), request)
    #expect(sheet.width == 4 + 4 * 64 || sheet.width == 4 + 2 * 64)
    let weak = sheet.cropped(row: 4 + 80, column: 4, width: 60, height: 60)
    let strong = sheet.cropped(row: 4 + 80, column: 68, width: 60, height: 60)
    let photograph = Picture.scene(width: 60, height: 60)
    #expect(weak.signalToNoise(photograph) > strong.signalToNoise(photograph))
  }

  @Test func strengthZeroIsThePhotograph() throws {
    var request = SheetRequest()
    request.styles = ["wave"]
    request.strengths = [0, 1]
    request.cellSide = 60
    let photograph = Picture.scene(width: 60, height: 60)
    let sheet = try sheet(photograph, request)
    #expect(sheet.cropped(row: 84, column: 4, width: 60, height: 60) == photograph)
    #expect(sheet.cropped(row: 84, column: 68, width: 60, height: 60) != photograph)
  }

  /// A preview looks like the final picture shrunk; painting the small photograph does not.
  @Test func previewsTheFinalPicture() async throws {
    let photograph = Picture.scene(width: 600, height: 400)
    var request = SheetRequest()
    request.styles = ["starry"]
    request.cellSide = 150
    request.settings.strokeSize = .times(2)
    let sheet = try sheet(photograph, request)
    // Gaps of 4.
    let preview = sheet.cropped(row: 4, column: 4 + 154, width: 150, height: 100)
    var settings = StyleSettings(style: "starry")
    settings.strokeSize = .times(2)
    let final = try await fixture.paint(photograph, settings).shrunk(by: 4)
    let wrong = try await fixture.paint(photograph.shrunk(by: 4), StyleSettings(style: "starry"))
    #expect(preview.correlation(final) > 0.985)
    #expect(wrong.correlation(final) < 0.95)
  }

  @Test func refusesWhatMakesNoSense() throws {
    let maker = try ContactSheet(PreviewRenderer(from: StylizerFixture.catalog))
    try Picture.scene(width: 20, height: 20).write(to: fixture.path("photograph.ppm"))
    let (from, to) = (fixture.path("photograph.ppm"), fixture.path("sheet.png"))
    var request = SheetRequest()
    request.cellSide = 5
    #expect(throws: SheetError.cellSide(found: 5)) { try maker.make(of: from, to: to, request) }
    request = SheetRequest()
    request.styles = ["stary"]
    #expect(throws: ModelError.self) { try maker.make(of: from, to: to, request) }
    #expect(throws: SheetError.nothingToShow(folders: ["/nowhere"])) {
      try ContactSheet(PreviewRenderer(from: Catalog(folders: ["/nowhere"]))).make(of: from, to: to)
    }
    #expect(throws: FileError.exists(path: from)) {
      try maker.make(of: from, to: from, SheetRequest())
    }
    #expect(!fixture.exists("sheet.png"))
  }

  @Test func makesAGallery() throws {
    for name in ["one & only", "two"] {
      try Picture.scene(width: 90, height: 60).write(to: fixture.path("\(name).ppm"))
    }
    var gallery = try Gallery(PreviewRenderer(from: StylizerFixture.catalog))
    gallery.side = 64
    try gallery.make(
      of: [fixture.path("one & only.ppm"), fixture.path("two.ppm")], in: fixture.path("gallery"))
    let page = try String(contentsOfFile: "\(fixture.path("gallery/index.html"))", encoding: .utf8)
    for style in StylizerFixture.catalog.styles.map(\.name) + ["photograph"] {
      for folder in ["one & only", "two"] {
        let picture = try Picture(fixture.path("gallery/\(folder)/\(style).jpg"))
        #expect((picture.width, picture.height) == (64, 43))
      }
      #expect(page.contains("src=\"one%20%26%20only/\(style).jpg\""))
      #expect(page.contains("alt=\"one &amp; only, \(style)\""))
    }
    #expect(page.contains("Vincent van Gogh"))
  }
}

/// The left part of a text, compared with a picture of it.
private struct TextRasterPart {
  let text: TextRaster
  let width: Int

  init(_ text: TextRaster, width: Int) {
    (self.text, self.width) = (text, width)
  }

  func isDrawn(in picture: Picture) -> Bool {
    (0..<picture.height).allSatisfy { row in
      (0..<width).allSatisfy { column in
        let paper = 255 - Int(text.coverage[row * text.width + column]) * 215 / 255
        return Int(picture.values[(row * picture.width + column) * 3]) == paper
      }
    }
  }
}
