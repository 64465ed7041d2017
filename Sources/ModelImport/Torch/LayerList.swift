internal import Networks
internal import StyleLibrary

/// A convolution of a checkpoint with the norm that follows it.
struct TorchLayer {
  var name: String
  /// The weights, outputs first, or inputs first where it is a transposed convolution.
  var weight: Tensor
  var bias: [Float]?
  var norm: NormVectors?
  /// Whether the norm uses statistics measured in training, not those of the picture.
  var isBatchNorm = false
}

/// A checkpoint's tensors as layers, in the file's order.
struct LayerList {
  private(set) var layers: [TorchLayer] = []
  /// The prefixes that training wrappers put before every name.
  private static let wrappers = ["module.", "_orig_mod.", "model.module."]

  /// - Throws: ``ModelError`` when tensors are of kinds that no layer has.
  init(_ checkpoint: TorchCheckpoint) throws {
    var norms: [String: [String: [Float]]] = [:]
    var owners: [String: Int] = [:]
    // Tensors may share numbers, but not so many that there are more than the file has bytes.
    var count = 0
    for (fullName, tensor) in checkpoint.tensors {
      let name = Self.unwrapped(fullName)
      guard let dot = name.lastIndex(of: ".") else { continue }
      let (layer, part) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
      if part == "num_batches_tracked" { continue }
      count += tensor.shape.reduce(1, *)
      guard count <= checkpoint.file.bytes.count else {
        throw ModelError.malformed(
          path: checkpoint.file.path, reason: "its tensors have more numbers than the file")
      }
      let values = try checkpoint.values(of: tensor, named: fullName)
      if values.shape.count == 4, part == "weight" {
        layers.append(TorchLayer(name: layer, weight: values))
      } else if let last = layers.last, last.name == layer, part == "bias" {
        layers[layers.count - 1].bias = values.values
      } else if values.shape.count == 1, !layers.isEmpty {
        if norms[layer] == nil { owners[layer] = layers.count - 1 }
        norms[layer, default: [:]][part] = values.values
      }
    }
    for (norm, owner) in owners { try attach(norms[norm]!, norm, to: owner, checkpoint.file.path) }
  }

  private static func unwrapped(_ name: String) -> String {
    var name = name
    while let wrapper = wrappers.first(where: { name.hasPrefix($0) }) {
      name.removeFirst(wrapper.count)
    }
    return name
  }

  private mutating func attach(
    _ parts: [String: [Float]], _ name: String, to owner: Int, _ path: String
  ) throws {
    // What instance norms without numbers of their own measured in training, and never used.
    if parts.keys.allSatisfy({ $0.hasPrefix("running_") }) { return }
    // Before PyTorch had an instance norm, people wrote their own and called its parts so.
    guard var gamma = parts["weight"] ?? parts["scale"], var beta = parts["bias"] ?? parts["shift"],
      gamma.count == beta.count, layers[owner].norm == nil
    else {
      throw ModelError.malformed(
        path: path, reason: "norm '\(name.printable)' has the parts \(parts.keys.sorted())")
    }
    let kind = name.split(separator: ".").last ?? ""
    if kind.contains("bn") || kind.contains("batch"), let means = parts["running_mean"],
      let variances = parts["running_var"], means.count == gamma.count,
      variances.count == gamma.count
    {
      // y = γ (x − mean) / √(variance + ε) + β as one scale and shift, with PyTorch's ε.
      layers[owner].isBatchNorm = true
      for channel in gamma.indices {
        gamma[channel] /= (variances[channel] + 1e-5).squareRoot()
        beta[channel] -= gamma[channel] * means[channel]
      }
    }
    layers[owner].norm = NormVectors(gamma: gamma, beta: beta)
  }
}
