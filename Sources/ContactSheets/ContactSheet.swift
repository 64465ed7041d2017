package import Files
internal import ImageIO
internal import Networks
internal import StyleLibrary
internal import StyleTransfer

/// Makes contact sheets: one photograph in many styles, to choose from.
///
///     let previews = try PreviewRenderer(from: Catalog(folders: StyleFolders.search(named: [])))
///     try ContactSheet(previews).make(of: "photo.jpg", to: "sheet.png")
package struct ContactSheet: Sendable {
  private let previews: PreviewRenderer

  package init(_ previews: PreviewRenderer) { self.previews = previews }

  /// Renders and writes a sheet. Blocks until it is written: call it from a thread of your own.
  ///
  /// - Parameters:
  ///   - path: the path of the sheet, whose suffix gives the format.
  ///   - progress: receives the numbers of finished and of all pictures; an error it throws ends the work.
  /// - Throws: ``FileError/exists(path:)``, ``SheetError``, `ModelError`, `NetworkError`, `ImageError`
  ///   and `EngineError`; ``DeviceError/unusable(device:reason:)``.
  package func make(
    of photograph: Path, to path: Path, _ request: SheetRequest = SheetRequest(),
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    let writer = try writer(for: path)
    let cells = try resolved(request)
    let preview = try PreviewSource(photograph, side: request.cellSide, limits: previews.limits)
    let layout = SheetLayout(
      cell: preview.size, paintings: cells.count - 1, group: request.strengths.count)
    let series = try previews.series(
      request.settings, first: cells.lazy.compactMap(\.1).first!,
      holding: preview.heldBytes + SheetCanvas.byteCount(layout.size))
    var canvas = SheetCanvas(layout.size)
    for (index, (cell, style)) in cells.enumerated() {
      let picture =
        try style.map { try series.render(preview, in: $0, strength: cell.strength) }
        ?? preview.rows()
      let (corner, text) = (layout.corner(of: index), layout.textCorner(of: index))
      try canvas.put(picture, row: corner.row, column: corner.column)
      canvas.put(
        try TextRaster(cell.label, points: layout.textHeight), row: text.row, column: text.column,
        width: layout.cell.width)
      try progress(index + 1, cells.count)
    }
    try path.folder.makeFolder()
    try writer.write(canvas.picture, to: path)
  }

  private func writer(for path: Path) throws -> ImageWriter {
    let (file, format) = try ImageFormat.parse(output: path)
    guard let format else { throw SheetError.noSuffix(path: path) }
    if previews.options.existing != .overwrite, FileStatus(file) != nil {
      throw FileError.exists(path: file)
    }
    let writer = previews.options.writer(
      for: format, overwriting: previews.options.existing == .overwrite)
    try writer.check()
    return writer
  }

  /// Resolves all styles before the first is rendered.
  private func resolved(_ request: SheetRequest) throws -> [(SheetCell, ResolvedStyle?)] {
    guard SheetRequest.cellSides.contains(request.cellSide) else {
      throw SheetError.cellSide(found: request.cellSide)
    }
    let cells = request.cells(of: previews.catalog)
    guard cells.count > 1 else { throw SheetError.nothingToShow(folders: previews.catalog.folders) }
    return try cells.map { cell in
      (
        cell,
        try cell.style.map {
          try previews.catalog.resolve(
            StyleMix($0), strength: StrengthCurve.weight(cell.strength))
        }
      )
    }
  }
}

/// An error in the request for a contact sheet or a gallery.
package enum SheetError: Error, Hashable, CustomStringConvertible {
  case cellSide(found: Int)
  /// There are no styles in these folders, or no strengths.
  case nothingToShow(folders: [String])
  case noSuffix(path: Path)
  /// A gallery would replace a file that no gallery made.
  case notOurs(path: Path)

  package var description: String {
    switch self {
    case .cellSide(let found):
      "found pictures of \(found) pixels on the sheet, expected \(SheetRequest.cellSides.lowerBound) to "
        + "\(SheetRequest.cellSides.upperBound)"
    case .nothingToShow(let folders):
      "found no styles to show in \(folders.joined(separator: ", "))"
    case .noSuffix(let path):
      "\(path): found no suffix, expected one such as .jpg or .png, or a folder"
    case .notOurs(let path):
      "\(path): is there already, and no gallery made it; --existing overwrite replaces it"
    }
  }
}
