internal import Networks

extension PreparedNetwork {
  /// The same network, its kernels shared, on another backend of the same kind and device.
  package init(sharing other: PreparedNetwork, on backend: B) {
    staged = other.staged
    self.backend = backend
    kernels = other.kernels
  }

  /// The same network without its kernels, whose memory goes back to the backend once nobody else has
  /// them. It is to be prepared again before anything is computed.
  package var withoutKernels: PreparedNetwork {
    PreparedNetwork(staged: staged, backend: backend, kernels: [])
  }

  private init(staged: StagedNetwork, backend: B, kernels: [B.Kernel]) {
    (self.staged, self.backend, self.kernels) = (staged, backend, kernels)
  }
}
