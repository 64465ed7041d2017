package import Networks

/// A network made ready on a backend, once for any number of pictures and styles.
package struct PreparedNetwork<B: Backend>: Sendable {
  package let staged: StagedNetwork
  package let backend: B
  /// The kernels of the stages, by stage.
  package let kernels: [B.Kernel]

  /// - Throws: `NetworkError` when the weights do not fit the network.
  package init(_ staged: StagedNetwork, weights: Weights, on backend: B) throws {
    self.staged = staged
    self.backend = backend
    kernels = try staged.stages.map {
      try backend.prepare($0, of: staged, weights: weights)
    }
  }

  /// Whether maps can grow while they are made and shrink while they are read for the last time.
  var rollsMaps: Bool { backend is any RollingMaps }

  /// Whether the moments of a stage's output are needed: for a norm, to check the finished picture, or to detect
  /// invalid results before an activation turns them into numbers.
  func takesMoments(_ stage: Stage) -> Bool {
    stage.norm != nil || stage.output == staged.output
      || (stage.convolution != nil && !(backend is any ResultWatching))
  }
}
