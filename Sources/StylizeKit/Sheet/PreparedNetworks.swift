internal import Engine
internal import Models

/// Networks that were made ready once for all the styles that use them.
struct PreparedNetworks<B: Backend> {
  private let backend: B
  private var prepared: [NetworkPack: PreparedNetwork<B>] = [:]

  init(on backend: B) {
    self.backend = backend
  }

  /// - Throws: `ModelError` or `NetworkError` when the network or its weights can't be had.
  mutating func network(of pack: NetworkPack) throws -> PreparedNetwork<B> {
    if let network = prepared[pack] { return network }
    let network = try PreparedNetwork(pack.network(), weights: pack.weights(), on: backend)
    prepared[pack] = network
    return network
  }
}
