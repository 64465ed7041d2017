internal import Files
internal import Glibc
internal import Networks
package import StyleLibrary

/// Makes packs of foreign networks.
package enum Importer {
  /// Reads a foreign file.
  ///
  /// - Throws: ``ModelError``, and `NetworkError` when the parts of the network do not fit.
  package static func read(_ path: String, _ choices: ImportChoices = ImportChoices()) throws
    -> ImportedNetwork
  {
    let isCheckpoint = try TorchCheckpoint.isCheckpoint(path)
    let network =
      isCheckpoint
      ? try TorchNetwork(TorchCheckpoint(path)).imported(choices)
      : try ONNXModel(path).imported(choices)
    try check(network, path)
    return network
  }

  /// Reads a foreign file and makes a style pack of it, which is complete or not there at all.
  ///
  /// - Parameter trial: a function that paints a sample with the new pack and returns a small JPEG, or no bytes, as its
  ///   preview. When it throws, no pack is made.
  /// - Throws: ``ModelError``, `NetworkError`, and the errors of the trial.
  package static func run(
    _ request: ImportRequest, trial: (StylePack, NetworkPack) throws -> [UInt8]
  ) throws -> ImportResult {
    guard isPackName(request.name) else {
      throw ModelError.malformed(path: request.file, reason: "'\(request.name)' cannot be a name")
    }
    let target = request.folder + "/" + request.name
    guard request.replaces || access(target, F_OK) != 0 else {
      throw ModelError.packExists(folder: target)
    }
    let network = try read(request.file, request.choices)
    let pack = try UnfinishedPack(in: request.folder, name: request.name)
    let provenance = try write(network, request, to: pack.folder)
    let trialled = (
      style: try StylePack(folder: pack.folder), network: try NetworkPack(folder: pack.folder)
    )
    let preview = try trial(trialled.style, trialled.network)
    if !preview.isEmpty {
      var facts = trialled.style.facts
      facts.preview = "preview.jpg"
      try AtomicFile.write(preview, to: pack.folder + "/preview.jpg")
      try writeJSON(facts, pack.folder + "/" + PackFolder.styleFile)
    }
    try pack.finish()
    return ImportResult(
      style: try StylePack(folder: target), network: try NetworkPack(folder: target),
      provenance: provenance)
  }

  private static func write(
    _ network: ImportedNetwork, _ request: ImportRequest, to folder: String
  ) throws -> Provenance {
    let (weights, vectors) = (folder + "/weights.safetensors", folder + "/vectors.safetensors")
    try SafetensorsFile.write(network.weights.tensors, as: .float32, to: weights)
    var tensors: [String: Tensor] = [:]
    for (name, norm) in network.style.norms {
      tensors[name + ".gamma"] = Tensor(shape: [norm.gamma.count], values: norm.gamma)
      tensors[name + ".beta"] = Tensor(shape: [norm.beta.count], values: norm.beta)
    }
    try SafetensorsFile.write(tensors, as: .float32, to: vectors)

    let source = try MappedFile(request.file, limit: SafetensorsFile.sizeLimit)
    let written = try MappedFile(weights, limit: SafetensorsFile.sizeLimit)
    let provenance = Provenance(
      file: request.file.split(separator: "/").last.map(String.init) ?? request.file,
      sha256: SHA256.hexadecimal(source.bytes), weightsSHA256: SHA256.hexadecimal(written.bytes),
      architecture: network.architecture, input: network.input, output: network.output,
      assumptions: network.assumptions)
    let facts = NetworkFacts(
      graph: NodeFacts.list(network.graph), name: request.name, weights: "weights.safetensors",
      licence: request.licence, provenance: provenance)
    try writeJSON(facts, folder + "/" + PackFolder.networkFile)
    let style = StyleFacts(
      name: request.name, title: request.title, artist: request.artist, year: request.year,
      licence: request.licence, network: request.name)
    try writeJSON(style, folder + "/" + PackFolder.styleFile)
    return provenance
  }

  private static func writeJSON(_ value: some Encodable, _ path: String) throws {
    try AtomicFile.write(JSONFile.encode(value, isForPeople: true), to: path)
  }

  /// Checks that the parts fit, that all numbers are finite, and that a picture comes out as large as it went in.
  private static func check(_ network: ImportedNetwork, _ path: String) throws {
    for (name, tensor) in network.weights.tensors where !tensor.values.allSatisfy(\.isFinite) {
      throw NetworkError.notFinite(tensor: name)
    }
    guard network.graph.channels(network.graph.output) == 3 else {
      throw ModelError.malformed(
        path: path,
        reason: "gives back \(network.graph.channels(network.graph.output)) channels, expected 3")
    }
    let staged = StagedNetwork(network.graph)
    try network.style.validate(for: staged.norms)
    _ = try staged.shapes(for: Size(height: 256, width: 320))
  }
}
