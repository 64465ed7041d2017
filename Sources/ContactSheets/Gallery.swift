package import Files
internal import Foundation
package import ImageIO
internal import Networks
internal import StyleLibrary
package import StyleTransfer

/// Makes a gallery: photographs in every style, as pictures and a page that shows them.
package struct Gallery: Sendable {
  /// The settings of all pictures; their style and strength are ignored.
  package var settings = StyleSettings(style: "")
  /// The longer side of the pictures, in pixels.
  package var side = 960
  /// Whether existing files that no earlier gallery made are replaced.
  package var overwrites = false
  private let previews: PreviewRenderer

  package init(_ previews: PreviewRenderer) { self.previews = previews }

  /// Renders photographs in all styles of the catalog to `folder/name/style.jpg`, writes the photographs themselves to
  /// `folder/name/photograph.jpg`, and the page to `folder/index.html`. Replaces files of an earlier gallery. Blocks
  /// until all is written.
  ///
  /// - Parameter progress: receives the numbers of finished and of all pictures.
  /// - Returns: the errors of photographs that are missing from the page.
  /// - Throws: ``SheetError/nothingToShow(folders:)``; ``SheetError/notOurs(path:)``, before anything is written, where
  ///   a file is in the way; `ModelError`, `NetworkError`, `EngineError`, ``JobError``,
  ///   ``DeviceError/unusable(device:reason:)``; `ImageError` when nothing can be written there, or no photograph can
  ///   be read.
  @discardableResult
  package func make(
    of photographs: [Path], in folder: Path,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [ImageError] {
    let catalog = previews.catalog
    guard !catalog.styles.isEmpty else {
      throw SheetError.nothingToShow(folders: catalog.folders)
    }
    let styles = try catalog.styles.map {
      (name: $0.name, style: try catalog.resolve(StyleMix($0.name)))
    }
    let places = GalleryPlaces(photographs)
    let pictures = [GalleryPage.photograph] + styles.map(\.name)
    var record = GalleryRecord(of: folder)
    let page = folder.appending("index.html")
    for photograph in photographs {
      for name in pictures { try check(places.picture(name, of: photograph, in: folder), record) }
    }
    try check(page, record)

    let limits = previews.limits
    var failures: [ImageError] = []
    /// Leaves out a picture that can't be shown, and lets the rest go on.
    func leavingOut<Result>(_ path: Path, _ body: () throws -> Result) throws -> Result? {
      do { return try body() } catch let error as ImageError where !error.isOfOutput {
        failures.append(error)
        return nil
      }
    }
    var readable = try photographs.filter { path in
      try leavingOut(path) { _ = try PreviewSource(path, side: side, limits: limits) } != nil
    }
    if readable.isEmpty, let error = failures.last { throw error }
    let heldBytes = readable.compactMap {
      try? PreviewSource($0, side: side, limits: limits).heldBytes
    }.max()
    let series = try previews.series(settings, first: styles[0].style, holding: heldBytes ?? 0)
    var done = 0
    for path in readable {
      let isShown: Void? = try leavingOut(path) {
        let preview = try PreviewSource(path, side: side, limits: limits)
        let rows = try preview.rows()
        try places.folder(of: path, in: folder).makeFolder()
        try record.begin(pictures.map { places.picture($0, of: path, in: folder) })
        try write(rows, to: places.picture(GalleryPage.photograph, of: path, in: folder), &record)
        for (name, style) in styles {
          let rows = try series.render(preview, in: style)
          try write(rows, to: places.picture(name, of: path, in: folder), &record)
          done += 1
          progress(done, readable.count * styles.count)
        }
      }
      if isShown == nil { readable.removeAll { $0 == path } }
    }
    if readable.isEmpty, let error = failures.last { throw error }
    let html = GalleryPage(
      styles: catalog.styles.map(\.facts), photographs: readable.map { places.name(of: $0) }
    ).html
    try record.begin([page])
    do throws(Cause) {
      try AtomicFile.write(Array(html.utf8), to: page.filePath, overwrite: true)
    } catch {
      throw ImageError.unwritable(path: page.description, reason: error)
    }
    try record.finish(page)
    return failures
  }

  private func check(_ path: Path, _ record: GalleryRecord) throws {
    guard !overwrites, FileStatus(path, followingLinks: false) != nil, !record.isOurs(path) else {
      return
    }
    throw SheetError.notOurs(path: path)
  }

  private func write(
    _ rows: ImageRows, to path: Path, _ record: inout GalleryRecord
  ) throws {
    let picture = OutputImage(
      width: rows.size.width, height: rows.size.height, depth: rows.depth, colour: rows.read)
    let writer = ImageWriter(
      format: try ImageFormat(argument: "jpg"), quality: previews.options.quality ?? 88,
      overwrite: true)
    try writer.write(picture, to: path)
    try record.finish(path)
  }
}

extension ImageError {
  /// Whether the error concerns an output, which is no fault of a photograph.
  fileprivate var isOfOutput: Bool {
    switch self {
    case .unwritable, .notEncoded, .exists, .scratch, .library: true
    default: false
    }
  }
}

/// The paths of a gallery's pictures: a folder for each photograph, named like it without its suffix, or with it where
/// several would have the same name.
struct GalleryPlaces {
  private var names: [Path: Path] = [:]

  init(_ photographs: [Path]) {
    let stems = Dictionary(grouping: Set(photographs), by: \.stem)
    var taken: Set<Path> = []
    for photograph in photographs where names[photograph] == nil {
      let isAlone = stems[photograph.stem]?.count == 1
      var name = isAlone ? photograph.stem : photograph.name
      var number = 1
      // The name may be taken by `a.jpg` of another folder, or by a photograph such as `a.jpg.png`.
      while !taken.insert(name).inserted {
        number += 1
        name = Path(bytes: photograph.name.bytes + Array("-\(number)".utf8))
      }
      names[photograph] = name
    }
  }

  func name(of photograph: Path) -> Path { names[photograph]! }

  func folder(of photograph: Path, in folder: Path) -> Path {
    folder.appending(name(of: photograph))
  }

  /// - Parameter picture: a style's name, or ``GalleryPage/photograph`` for the photograph itself.
  func picture(
    _ picture: String, of photograph: Path, in folder: Path
  ) -> Path {
    self.folder(of: photograph, in: folder).appending(Path("\(picture).jpg"))
  }
}

extension Path {
  /// The file's name without folder and suffix.
  fileprivate var stem: Path {
    let name = name
    let end = suffix.map { name.bytes.count - $0.utf8.count } ?? name.bytes.count
    return Path(bytes: Array(name.bytes[..<end]))
  }
}
