internal import Engine
public import Images
public import Models
internal import Networks

/// Makes contact sheets: one photograph in many styles, to choose from.
///
///     let sheet = try ContactSheet(from: Catalog(folders: StyleFolders.search(named: [])))
///     try sheet.make(of: "photo.jpg", to: "sheet.png")
public struct ContactSheet: Sendable {
  private let catalog: Catalog
  private let options: PaintingOptions
  private let backend: any Backend

  /// - Parameters:
  ///   - device: where it is painted; nil for the processor.
  ///   - threads: of the processor; nil for one per processor.
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  public init(
    from catalog: Catalog, options: PaintingOptions = PaintingOptions(),
    device: ComputeDevice? = nil, threads: Int? = nil
  ) throws {
    self.catalog = catalog
    self.options = options
    backend = try (device ?? .processor).makeBackend(
      threads: threads, memory: options.deviceMemoryBytes)
  }

  /// Paints and writes a sheet. Blocks until it is there: call it from a thread of your own.
  ///
  /// - Parameters:
  ///   - path: its suffix says the format.
  ///   - progress: told how many of how many pictures are done.
  /// - Throws: ``JobError/exists(output:)``, ``SheetError``, `ModelError`, `NetworkError`, `ImageError`
  ///   and `EngineError`.
  public func make(
    of photograph: PicturePath, to path: PicturePath, _ request: SheetRequest = SheetRequest(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    try make(of: photograph, to: path, request, on: backend, progress)
  }

  private func make<B: Backend>(
    of photograph: PicturePath, to path: PicturePath, _ request: SheetRequest, on backend: B,
    _ progress: (Int, Int) -> Void
  ) throws {
    let writer = try writer(for: path)
    let cells = try resolved(request)
    let finish = try Finish(request.look, limits: options.limits)
    let preview = try Preview(
      photograph, side: request.cellSide, options: options, on: backend)
    let layout = SheetLayout(
      cell: preview.rows.size, paintings: cells.count - 1, group: request.strengths.count)
    var canvas = SheetCanvas(layout.size)
    var networks = PreparedNetworks(on: backend)
    for (index, (cell, style)) in cells.enumerated() {
      let picture =
        try style.map {
          try preview.paint(
            $0, with: networks.network(of: $0.network), strokeSize: request.look.strokeSize,
            finish: Finish(finish, strength: cell.strength))
        } ?? preview.rows
      let (corner, text) = (layout.corner(of: index), layout.textCorner(of: index))
      try canvas.put(picture, row: corner.row, column: corner.column)
      canvas.put(
        try TextRaster(cell.label, points: layout.textHeight), row: text.row, column: text.column,
        width: layout.cell.width)
      progress(index + 1, cells.count)
    }
    try path.folder.makeFolder()
    try writer.write(canvas.picture, to: path)
  }

  private func writer(for path: PicturePath) throws -> PictureWriter {
    let (file, format) = try PictureFormat.parse(output: path)
    guard let format else { throw JobError.outputHasNoSuffix(path: path) }
    if options.existing != .overwrite, FileFacts(file) != nil {
      throw JobError.exists(output: file)
    }
    let writer = options.writer(for: format, overwriting: options.existing == .overwrite)
    try writer.check()
    return writer
  }

  /// Finds all styles before the first is painted.
  private func resolved(_ request: SheetRequest) throws -> [(SheetCell, ResolvedStyle?)] {
    guard SheetRequest.cellSides.contains(request.cellSide) else {
      throw SheetError.cellSide(found: request.cellSide)
    }
    let cells = request.cells(of: catalog)
    guard cells.count > 1 else { throw SheetError.nothingToShow(folders: catalog.folders) }
    return try cells.map { cell in
      (cell, try cell.style.map { try catalog.resolve(StyleMix($0), strength: cell.strength) })
    }
  }
}

/// What can be wrong with the request for a contact sheet.
public enum SheetError: Error, Hashable, CustomStringConvertible {
  case cellSide(found: Int)
  /// No styles in these folders, or no strengths.
  case nothingToShow(folders: [String])

  public var description: String {
    switch self {
    case .cellSide(let found):
      "found pictures of \(found) pixels on the sheet, expected \(SheetRequest.cellSides.lowerBound) to "
        + "\(SheetRequest.cellSides.upperBound)"
    case .nothingToShow(let folders):
      "found no styles to show in \(folders.joined(separator: ", "))"
    }
  }
}
