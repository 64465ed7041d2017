public import Networks

/// How one picture goes through a network: for each map how it is kept, for each stage its tiles.
public struct Plan: Hashable, Sendable {
  public struct Map: Hashable, Sendable {
    public var shape: Shape
    public var element: Element
    /// The part that is kept; all of it, but for a finished picture larger than the photograph.
    public var region: Region
    /// The last stage that reads it; nil for the finished picture.
    public var lastReader: Int?
    public var byteCount: Int
  }

  public var maps: [Map]
  /// By stage.
  public var tilings: [Tiling]
  /// The most that maps take at once, in bytes.
  public var peakBytes: Int
}
