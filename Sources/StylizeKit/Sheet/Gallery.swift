internal import Foundation
public import Images
internal import Models
internal import Networks

/// Makes a gallery: photographs in every style, as pictures and a page that shows them.
public struct Gallery: Sendable {
  /// How everything is painted; its style and strength do not count.
  public var look = Look(style: "")
  /// The longer side of the pictures, in pixels.
  public var side = 960
  private let previews: Previews

  public init(_ previews: Previews) { self.previews = previews }

  /// Paints photographs in all styles of the catalog into `folder/name/style.jpg`, writes the
  /// photographs themselves to `folder/name/photograph.jpg`, and `folder/index.html`. What is there is
  /// replaced. Blocks until all is there.
  ///
  /// - Parameter progress: told how many of how many pictures are done.
  /// - Throws: ``SheetError/nothingToShow(folders:)``, `ModelError`, `NetworkError`, `ImageError`,
  ///   `EngineError`, ``JobError``, ``DeviceError/unusable(device:reason:)``, and what Foundation says
  ///   when the page can't be written.
  public func make(
    of photographs: [PicturePath], in folder: PicturePath,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let catalog = previews.catalog
    guard !catalog.styles.isEmpty else {
      throw SheetError.nothingToShow(folders: catalog.folders)
    }
    let styles = try catalog.styles.map {
      (name: $0.name, style: try catalog.resolve(StyleMix($0.name)))
    }
    let limits = previews.limits
    let heldBytes = try photographs.map {
      try Preview($0, side: side, limits: limits).heldBytes
    }.max()
    let series = try previews.series(look, first: styles[0].style, holding: heldBytes ?? 0)
    var done = 0
    for path in photographs {
      let pictures = folder.appending(path.stem)
      try pictures.makeFolder()
      let preview = try Preview(path, side: side, limits: limits)
      try write(preview.rows(), to: pictures, name: GalleryPage.photograph)
      for (name, style) in styles {
        try write(series.paint(preview, in: style), to: pictures, name: name)
        done += 1
        progress(done, photographs.count * styles.count)
      }
    }
    let page = GalleryPage(
      styles: catalog.styles.map(\.facts), photographs: photographs.map { "\($0.stem)" })
    try Data(page.html.utf8).write(
      to: URL(fileURLWithPath: "\(folder)/index.html"), options: .atomic)
  }

  private func write(_ rows: PictureRows, to folder: PicturePath, name: String) throws {
    let picture = OutgoingPicture(
      width: rows.size.width, height: rows.size.height, depth: rows.depth, colour: rows.read)
    let writer = PictureWriter(
      format: try PictureFormat(argument: "jpg"), quality: previews.options.quality ?? 88,
      overwrite: true)
    try writer.write(picture, to: folder.appending(PicturePath("\(name).jpg")))
  }
}

extension PicturePath {
  /// The name without folder and suffix.
  fileprivate var stem: PicturePath {
    let end = suffix.map { name.bytes.count - $0.utf8.count } ?? name.bytes.count
    return PicturePath(bytes: Array(name.bytes[..<end]))
  }
}
