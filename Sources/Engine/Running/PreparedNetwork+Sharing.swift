internal import Networks

extension PreparedNetwork {
  /// Shares the kernels of a prepared network with another backend of the same kind and device.
  package init(sharing other: PreparedNetwork, on backend: B) {
    staged = other.staged
    self.backend = backend
    kernels = other.kernels
  }

  /// The same network without its kernels, whose memory goes back to the backend once nobody else holds them. It has to
  /// be prepared again before anything is computed.
  package var withoutKernels: PreparedNetwork {
    PreparedNetwork(staged: staged, backend: backend, kernels: [])
  }

  private init(staged: StagedNetwork, backend: B, kernels: [B.Kernel]) {
    (self.staged, self.backend, self.kernels) = (staged, backend, kernels)
  }
}
