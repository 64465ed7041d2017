package import Networks

/// One activation of a whole image, or a window of it, in a backend's memory.
package protocol FeatureMap: AnyObject, Sendable {
  /// The shape of the whole map, at whose borders reflection happens.
  var shape: Shape { get }
  /// The part of the map that is stored.
  var region: Region { get }
  /// The type in which values are stored.
  var element: Element { get }
}

/// A map in the program's memory, whose rows can be accessed in place.
package protocol HostMap: FeatureMap {
  /// The number of planes that its rows consist of.
  var planes: Int { get }

  /// The memory of whole rows of one plane, without gaps, for reading and writing; it stays valid for as
  /// long as the map lives.
  func memory(of rows: Range<Int>, plane: Int) -> UnsafeMutableRawBufferPointer
}

/// A map that takes memory row by row as it is written, and can give it back row by row.
package protocol RollingMap: FeatureMap {
  /// Gives back the memory of rows that nobody will read again.
  func release(rows: Range<Int>)
}

/// A stage made ready to run: its weights transformed and placed where the backend wants them.
package protocol StageKernel: Sendable {
  /// The unit in which the output is computed, on a grid that starts at the map's corner. Tiles are
  /// made of whole blocks, so every block is computed the same way whatever the tiling. It may
  /// depend on the size of the input maps and on nothing else.
  func block(for input: Size) -> Size
}

/// A map as a stage reads it: `activation(scale · x + shift)`.
package struct Operand<Map: FeatureMap>: Sendable {
  /// The map itself.
  package var map: Map
  /// The scale and shift of each channel; nil leaves the values as they are.
  package var affine: ChannelAffine?
  /// The function that is applied last.
  package var activation: Activation

  /// - Parameters:
  ///   - affine: the scale and shift of each channel; nil leaves the values as they are.
  ///   - activation: the function that is applied last.
  package init(map: Map, affine: ChannelAffine?, activation: Activation) {
    self.map = map
    self.affine = affine
    self.activation = activation
  }
}
