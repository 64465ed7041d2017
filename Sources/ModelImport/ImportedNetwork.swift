package import Networks
package import StyleLibrary

/// A foreign network in our terms, before it becomes a pack.
package struct ImportedNetwork: Sendable {
  package var graph: Graph
  package var weights: Weights
  /// The scales and shifts of the network's own norms.
  package var style: StyleVectors
  /// The kind of network that was recognised.
  package var architecture: String
  package var input: PixelFormat
  package var output: PixelFormat
  /// The assumptions about facts that the file does not state; one phrase each.
  package var assumptions: [String]
}

/// The facts that the person who imports a network knows better than the file.
package struct ImportChoices: Hashable, Sendable {
  /// The form in which the network takes pictures; nil for that of the recognised kind of network,
  /// or the usual one.
  package var input: PixelFormat?
  package var output: PixelFormat?

  package init(input: PixelFormat? = nil, output: PixelFormat? = nil) {
    self.input = input
    self.output = output
  }
}
