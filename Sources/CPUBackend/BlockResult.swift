internal import CKernels
internal import Engine
internal import Networks

/// A finished block, (channels, rows, columns), on its way into a map.
struct BlockResult {
  let values: UnsafeMutablePointer<Float>
  let region: Region
  let channels: Int

  /// Writes each channel's mean and sum of squared deviations, padded to whole vectors with zeros.
  func writeMoments(to moments: UnsafeMutablePointer<Float>) {
    let pixels = region.size.pixels
    let padded = (channels + ChannelAffine.lanes - 1) / ChannelAffine.lanes * ChannelAffine.lanes
    for channel in 0..<padded {
      var (mean, deviations) = (0.0, 0.0)
      if channel < channels {
        let plane = UnsafeBufferPointer(start: values + channel * pixels, count: pixels)
        mean = plane.reduce(0) { $0 + Double($1) } / Double(pixels)
        deviations = plane.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      }
      moments[channel] = Float(mean)
      moments[padded + channel] = Float(deviations)
    }
  }

  func store(to map: stylize_map) {
    let lanes = map.isPicture ? 1 : ChannelAffine.lanes
    let padded = (channels + lanes - 1) / lanes * lanes
    var pixel = 0
    for row in region.rows {
      for column in region.columns {
        for channel in 0..<padded {
          let value = channel < channels ? values[channel * region.size.pixels + pixel] : 0
          map.store(value, row, column, channel)
        }
        pixel += 1
      }
    }
  }
}
