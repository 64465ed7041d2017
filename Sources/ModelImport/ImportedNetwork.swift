public import Networks
public import StyleLibrary

/// A foreign network in our terms, before it becomes a pack.
public struct ImportedNetwork: Sendable {
  public var graph: Graph
  public var weights: Weights
  /// What the network's own norms scale and shift by.
  public var style: StyleVectors
  /// What kind of network it was found to be.
  public var architecture: String
  public var input: PixelFormat
  public var output: PixelFormat
  /// What the file does not say and was taken for granted; one sentence each.
  public var assumptions: [String]
}

/// What whoever imports a network knows better than the file.
public struct ImportChoices: Hashable, Sendable {
  /// Nil for what the network is recognised by, or for the usual.
  public var input: PixelFormat?
  public var output: PixelFormat?

  public init(input: PixelFormat? = nil, output: PixelFormat? = nil) {
    self.input = input
    self.output = output
  }
}
