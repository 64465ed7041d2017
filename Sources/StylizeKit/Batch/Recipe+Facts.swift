internal import Images
internal import Models
internal import Networks

extension Recipe {
  /// - Parameters:
  ///   - style: as it was resolved: its vectors and the size that suits it.
  ///   - network: the style's.
  ///   - weights: the network's, with what the style changes about them.
  init(
    _ look: Look, _ style: ResolvedStyle, network: StagedNetwork, weights: Weights,
    options: PaintingOptions
  ) {
    // The size that a pack recommends decides the size in which strokes are painted.
    let size = look.strokeSize == .auto ? style.workingSize : nil
    let grain = Grain(recommended: style.grain, factor: look.grain, strength: look.strength)
    self.init(
      style: look.style,
      hash: Self.hash(
        style.vectors, network, weights, workingSize: size, grain: grain),
      options: (Self.facts(of: options, but: Self.withoutTrace)
        + Self.facts(of: look, but: Self.inTheHash)).joined(separator: " "))
  }

  /// Options that change no byte of a painting.
  private static let withoutTrace: Set<String> = [
    "existing", "idleBytes", "limits", "memoryBytes", "tileEdge",
  ]
  /// What a look says by its vectors already, or what counts only together with what a pack says.
  private static let inTheHash: Set<String> = ["style", "strength", "grain"]

  /// `name=value` of each property, so that a new one can't be forgotten here.
  private static func facts(of value: Any, but left: Set<String>) -> [String] {
    Mirror(reflecting: value).children.compactMap { child in
      guard let label = child.label, !left.contains(label) else { return nil }
      return "\(label)=\(text(child.value))"
    }
  }

  private static func text(_ value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      return mirror.children.first.map { text($0.value) } ?? "default"
    }
    // A file counts by what is in it.
    guard let path = value as? PicturePath else { return "\(value)" }
    return (try? Fingerprint.text(of: path)) ?? "\(path)"
  }

  private static func hash(
    _ vectors: StyleVectors, _ network: StagedNetwork, _ weights: Weights, workingSize: Int?,
    grain: Grain
  ) -> String {
    var print = Fingerprint()
    // Strides, borders and activations are in no tensor.
    print.add("\(network.maps) \(network.stages) \(workingSize ?? 0)".utf8)
    // What was painted before there was grain, or has none, keeps its hash.
    if grain != .none { print.add("grain \(grain.level)".utf8) }
    func add(_ name: String, _ values: [Float]) {
      print.add(name.utf8)
      print.add([0])
      values.withUnsafeBytes { print.add($0) }
    }
    for (name, norm) in vectors.norms.sorted(by: { $0.key < $1.key }) {
      add(name + ".gamma", norm.gamma)
      add(name + ".beta", norm.beta)
      add(name + ".alpha", norm.alpha)
    }
    for (name, tensor) in weights.tensors.sorted(by: { $0.key < $1.key }) {
      add("\(name) \(tensor.shape)", tensor.values)
    }
    // None for a style that is vectors alone, so that what was painted before adapters stays painted.
    for (name, tensor) in weights.adapter.tensors.sorted(by: { $0.key < $1.key }) {
      add("\(name) \(tensor.shape)", tensor.values)
    }
    return print.text
  }
}
