internal import CKernels
internal import Engine
internal import Networks

/// A reader of the part of a source that a block needs, as plain numbers: terms applied and summed, enlarged, mirrored
/// or zero beyond the map's borders.
struct PatchLoader {
  var upsampling: Int
  var enlargement: Enlargement
  var padding: Padding

  /// Fills `patch`, (channels, rows, columns) in row-major order, at coordinates of the enlarged map.
  func load(
    rows: Range<Int>, columns: Range<Int>, channels: Int, of source: stylize_source,
    into patch: UnsafeMutablePointer<Float>
  ) {
    let map = source.terms.0.map
    let rowTable = rows.map { position($0, in: Int(map.height)) }
    let columnTable = columns.map { position($0, in: Int(map.width)) }
    let plane = rows.count * columns.count
    for (row, sourceRow) in rowTable.enumerated() {
      for (column, sourceColumn) in columnTable.enumerated() {
        let target = patch + row * columns.count + column
        guard let sourceRow, let sourceColumn else {
          for channel in 0..<channels { target[channel * plane] = 0 }
          continue
        }
        for channel in 0..<channels {
          var value = source.terms.0.value(sourceRow, sourceColumn, channel)
          if source.count == 2 { value += source.terms.1.value(sourceRow, sourceColumn, channel) }
          target[channel * plane] = value
        }
      }
    }
  }

  /// The stored row or column that stands for a coordinate of the enlarged map; nil for zero.
  private func position(_ coordinate: Int, in length: Int) -> Int? {
    let enlarged = length * upsampling
    if padding == .zero, !(0..<enlarged).contains(coordinate) { return nil }
    let position = reflected(coordinate, in: enlarged)
    if enlargement == .zeros, position % upsampling != 0 { return nil }
    return position / upsampling
  }
}

extension stylize_term {
  fileprivate func value(_ row: Int, _ column: Int, _ channel: Int) -> Float {
    var value = map.value(row, column, channel)
    if let scale, let shift { value = scale[channel] * value + shift[channel] }
    return activation.apply(value)
  }
}
