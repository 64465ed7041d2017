internal import Engine
internal import Networks

/// The division of a tile into calls, each of which reaches all its inputs and outputs.
struct StageCalls {
  private let stage: any DeviceStage
  private let tile: Region
  private let source: [BoundOperand]
  private let output: OpenCLMap?

  /// The most multiply-adds of one call. A driver that also draws the desktop stops calls of many
  /// seconds.
  private static let workLimit = 400_000_000_000

  init(_ stage: any DeviceStage, tile: Region, source: [BoundOperand], output: OpenCLMap?) {
    self.stage = stage
    self.tile = tile
    self.source = source
    self.output = output
  }

  /// The calls for some rows of the tile, which start on the grid of blocks.
  func calls(for rows: Range<Int>, _ moments: StageCall.Moments?) throws -> [StageCall] {
    var calls: [StageCall] = []
    var first = rows.lowerBound
    while first < rows.upperBound {
      var part = try call(first..<min(first + StageCall.blockRows, rows.upperBound), moments)
      while part.rows.upperBound < rows.upperBound {
        // Doubling, then single blocks, finds the longest call in few steps.
        guard let longer = extended(part, within: rows, moments) else { break }
        part = longer
      }
      calls.append(part)
      first = part.rows.upperBound
    }
    return calls
  }

  private func extended(
    _ part: StageCall, within rows: Range<Int>, _ moments: StageCall.Moments?
  ) -> StageCall? {
    let blocks = (part.rows.count + StageCall.blockRows - 1) / StageCall.blockRows
    for added in [rows.count / StageCall.blockRows + 1, blocks, 1] {
      let end = min(part.rows.upperBound + added * StageCall.blockRows, rows.upperBound)
      let longer = part.rows.lowerBound..<end
      let work = longer.count * tile.columns.count * stage.multiplyAdds
      if work <= Self.workLimit, let call = try? call(longer, moments) { return call }
    }
    return nil
  }

  private func call(_ rows: Range<Int>, _ moments: StageCall.Moments?) throws -> StageCall {
    let size = source[0].map.shape.size
    let inputRows = stage.inputRows(for: rows, of: size)
    let reached =
      source.allSatisfy { $0.map.bands.reaches(inputRows) }
      && output?.bands.reaches(rows) != false
    guard reached else {
      let bands = source.map(\.map.bands) + (output.map { [$0.bands] } ?? [])
      throw EngineError.outOfMemory(
        neededBytes: inputRows.count * bands.map(\.rowBytes).max()!,
        what: "\(inputRows.count) rows of a map in two buffers")
    }
    return StageCall(
      rows: rows, columns: tile.columns, source: source, inputRows: inputRows, output: output,
      moments: moments)
  }
}
