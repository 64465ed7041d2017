/// What programs are compiled for; any choice computes the same up to rounding.
package struct Tuning: Hashable, Sendable {
  /// The most output channels of one work-group: 64, 32, 16, 8 or 4.
  package var widestTile: Int
  /// The most input channels in local memory at once: 16, 8 or 4.
  package var deepestSlice: Int
  /// Whether programs are compiled for one size of filter and one stride each, and their loops
  /// unrolled.
  package var specialises: Bool

  package init(widestTile: Int, deepestSlice: Int, specialises: Bool) {
    self.widestTile = widestTile
    self.deepestSlice = deepestSlice
    self.specialises = specialises
  }

  package static let graphicsCard = Tuning(widestTile: 64, deepestSlice: 16, specialises: true)
  /// Compilers for processors take several times as long over large programs and gain little.
  package static let software = Tuning(widestTile: 16, deepestSlice: 4, specialises: false)
}
