internal import Files
internal import ImageIO
package import Networks
package import StyleLibrary
package import StyleTransfer

/// The values from which the fields of a key are computed.
package struct RenderKeyFacts {
  package var settings: StyleSettings
  package var options: RenderOptions
  package var style: ResolvedStyle

  package init(settings: StyleSettings, options: RenderOptions, style: ResolvedStyle) {
    (self.settings, self.options, self.style) = (settings, options, style)
  }
}

/// A field of a key: an option that changes the bytes of a result.
package struct RenderKeyField: Sendable {
  package let name: String
  /// The value of results from before the field existed, and the default since.
  package let usual: String
  package let value: @Sendable (RenderKeyFacts) -> String

  init(_ name: String, usual: String, _ value: @escaping @Sendable (RenderKeyFacts) -> String) {
    (self.name, self.usual, self.value) = (name, usual, value)
  }
}

extension RenderKey {
  /// The version of the list of fields. Raise it when the same key renders other bytes than before and everything has
  /// to be rendered again.
  package static let version = 1

  /// The fields that the first journals had. They are always written, in this order, so that older
  /// programs that share the journal understand it.
  package static let firstFields: [RenderKeyField] = [
    RenderKeyField("precision", usual: "half") { $0.options.precision.rawValue },
    // Memory changes no byte. It once stood here, is still written, and is not compared.
    RenderKeyField("deviceMemoryBytes", usual: "default") { _ in "default" },
    RenderKeyField("quality", usual: "default") { $0.options.quality.map { "\($0)" } ?? "default" },
    RenderKeyField("depth", usual: "default") {
      switch $0.options.depth {
      case nil: "default"
      case .eight?: "eight"
      case .sixteen?: "sixteen"
      }
    },
    RenderKeyField("strip", usual: "false") { $0.options.strip ? "true" : "false" },
    RenderKeyField("strokeSize", usual: "auto") { $0.settings.strokeSize.description },
    RenderKeyField("detail", usual: "1.0") { "\($0.settings.detail)" },
    RenderKeyField("keepsColours", usual: "false") { $0.settings.keepsColours ? "true" : "false" },
    // A mask counts by the hash of its content.
    RenderKeyField("mask", usual: "default") {
      $0.settings.mask.map { (try? ContentHash.text(of: $0)) ?? "\($0)" } ?? "default"
    },
  ]

  /// The fields that came later. One is written only where its value is not the usual one, so that adding it makes no
  /// earlier result outdated.
  package static let laterFields: [RenderKeyField] = [
    // The level in 8-bit levels that is actually added: the requested share of what the style recommends.
    RenderKeyField("grain", usual: "0.0") {
      let grain = Grain(
        recommended: $0.style.grain, factor: $0.settings.grain, strength: $0.settings.strength)
      return "\(grain.level)"
    }
  ]

  /// - Parameters:
  ///   - network: the style's network.
  ///   - weights: the network's weights, with the style's changes to them.
  package init(_ facts: RenderKeyFacts, network: StagedNetwork, weights: Weights) {
    // The size that a pack recommends matters only where it decides the working size.
    let size = facts.settings.strokeSize == .auto ? facts.style.workingSize : nil
    let later = Self.laterFields.filter { $0.value(facts) != $0.usual }
    self.init(
      version: Self.version, style: facts.settings.style,
      hash: Self.hash(facts.style.vectors, network, weights, workingSize: size),
      options: (Self.firstFields + later).map { "\($0.name)=\($0.value(facts))" }
        .joined(separator: " "))
  }

  /// The hash of everything that is made of tensors: the network's form, the style's working size, its vectors, the
  /// network's weights.
  ///
  /// Whatever else a style may have is added at the end, under a name of its own, and only where the style has it:
  /// styles without it keep their hashes.
  private static func hash(
    _ vectors: StyleVectors, _ network: StagedNetwork, _ weights: Weights, workingSize: Int?
  ) -> String {
    var print = ContentHash()
    // Strides, borders and activations are in no tensor.
    print.add("\(NetworkText.text(of: network)) \(workingSize ?? 0)".utf8)
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
    // A style without an adapter adds nothing, so that results from before adapters stay valid.
    for (name, tensor) in weights.adapter.tensors.sorted(by: { $0.key < $1.key }) {
      add("\(name) \(tensor.shape)", tensor.values)
    }
    return print.text
  }
}

extension RenderKey {
  /// Whether two keys render the same bytes, whatever the style is called and whichever program version wrote them.
  package func paintsLike(_ other: RenderKey) -> Bool {
    hash == other.hash && (version ?? 1) == (other.version ?? 1)
      && Self.unusual(options) == Self.unusual(other.options)
  }

  /// The name of the field that holds the format with its saver options: always the last field, since it may hold any
  /// character.
  package static let formatField = "format"

  /// The fields whose values are not the usual ones.
  private static func unusual(_ options: String) -> [String: String] {
    var values: [String: String] = [:]
    let start = " \(formatField)="
    var rest = Substring(options)
    if let format = options.firstRange(of: start) {
      values[formatField] = String(options[format.upperBound...])
      rest = options[..<format.lowerBound]
    }
    var last: String?
    for word in rest.split(separator: " ", omittingEmptySubsequences: false) {
      if let equals = word.firstIndex(of: "=") {
        let name = String(word[..<equals])
        values[name] = String(word[word.index(after: equals)...])
        last = name
      } else if let last {
        values[last]! += " " + word
      }
    }
    for field in firstFields + laterFields where values[field.name] == field.usual {
      values[field.name] = nil
    }
    values["deviceMemoryBytes"] = nil
    return values
  }
}
