extension PreparedNetwork {
  /// The same network, its kernels shared, on another backend of the same kind and device.
  public init(sharing other: PreparedNetwork, on backend: B) {
    staged = other.staged
    self.backend = backend
    kernels = other.kernels
  }
}
