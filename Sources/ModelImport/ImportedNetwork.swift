package import Networks
package import StyleLibrary

/// A foreign network in our terms, before it becomes a pack.
package struct ImportedNetwork: Sendable {
  package var graph: Graph
  package var weights: Weights
  /// What the network's own norms scale and shift by.
  package var style: StyleVectors
  /// What kind of network it was found to be.
  package var architecture: String
  package var input: PixelFormat
  package var output: PixelFormat
  /// What the file does not say and was taken for granted; one sentence each.
  package var assumptions: [String]
}

/// What whoever imports a network knows better than the file.
package struct ImportChoices: Hashable, Sendable {
  /// Nil for what the network is recognised by, or for the usual.
  package var input: PixelFormat?
  package var output: PixelFormat?

  package init(input: PixelFormat? = nil, output: PixelFormat? = nil) {
    self.input = input
    self.output = output
  }
}
