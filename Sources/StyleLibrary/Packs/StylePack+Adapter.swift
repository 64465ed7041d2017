package import Networks

extension StylePack {
  /// The largest size of an adapter's file, in bytes: four times a full difference of every convolution of the network
  /// that is shipped.
  static let adapterLimit = 16 << 20

  /// The adapter with which the style changes its network's convolutions; the identity where it changes nothing.
  ///
  /// ``Catalog/resolve(_:strength:)`` checks whether the style belongs to these weights.
  ///
  /// - Throws: ``ModelError`` when the file is broken, holds something other than an adapter, or one that does not fit
  ///   the network.
  package func adapter(for network: StagedNetwork) throws -> Adapter {
    guard let name = facts.adapter else { return Adapter() }
    let path = try PackFolder(folder).file(name)
    let file = try SafetensorsFile(path, limit: Self.adapterLimit)
    do {
      let adapter = try Adapter(tensors: file.tensors())
      try adapter.validate(for: network)
      return adapter
    } catch let error as NetworkError {
      throw ModelError.malformed(path: path, reason: "\(error)")
    }
  }

  /// Checks that the description's facts about an adapter are consistent.
  ///
  /// - Throws: ``ModelError``.
  func checkAdapter() throws {
    let path = folder + "/" + PackFolder.styleFile
    if let hash = facts.trunkHash {
      guard hash.utf8.count == 64, hash.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
      else {
        throw ModelError.malformed(
          path: path, reason: "'trunkHash' is '\(hash)', expected 64 lower-case hexadecimal digits")
      }
    }
    guard let name = facts.adapter else { return }
    guard facts.format >= PackFolder.adapterFormat else {
      throw ModelError.malformed(
        path: path,
        reason: "an adapter needs format \(PackFolder.adapterFormat), found \(facts.format)")
    }
    guard facts.trunkHash != nil else {
      throw ModelError.malformed(
        path: path, reason: "an adapter needs 'trunkHash', which is missing")
    }
    _ = try PackFolder(folder).file(name)
  }
}
