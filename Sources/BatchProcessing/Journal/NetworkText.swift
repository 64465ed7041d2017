package import Networks

/// The text form of a network, for hashes. It stays the same for ever, however the types and their properties are
/// renamed.
///
/// It is the text that Swift printed for these types when the first journals were written. A new property of a stage is
/// appended to the stage's text, and only where its value differs from what it implicitly was before.
package enum NetworkText {
  package static func text(of network: StagedNetwork) -> String {
    "\(list(network.maps.map { "\($0)" })) \(list(network.stages.map(text)))"
  }

  private static func text(_ stage: Stage) -> String {
    "Networks.Stage(source: \(list(stage.source.map(text))), upsampling: \(stage.upsampling), "
      + "enlargement: Networks.Enlargement.\(text(stage.enlargement)), "
      + "convolution: \(optional(stage.convolution.map(text))), "
      + "activation: \(text(stage.activation)), output: \(stage.output), "
      + "norm: \(optional(stage.norm.map(text))))"
  }

  private static func text(_ term: Term) -> String {
    "Networks.Term(map: \(term.map), norm: \(optional(term.norm.map(text))), "
      + "activation: \(text(term.activation)))"
  }

  private static func text(_ norm: Norm) -> String {
    "Networks.Norm(name: \(norm.name.debugDescription), channels: \(norm.channels), "
      + "epsilon: \(norm.epsilon))"
  }

  private static func text(_ convolution: Convolution) -> String {
    "Networks.Convolution(name: \(convolution.name.debugDescription), "
      + "inputChannels: \(convolution.inputChannels), "
      + "outputChannels: \(convolution.outputChannels), kernel: \(convolution.kernel), "
      + "stride: \(convolution.stride), padding: Networks.Padding.\(text(convolution.padding)), "
      + "paddingAmount: \(convolution.paddingAmount), "
      + "trailingPadding: \(convolution.trailingPadding))"
  }

  private static func text(_ activation: Activation) -> String {
    let name =
      switch activation {
      case .none: "none"
      case .relu: "relu"
      case .sigmoid: "sigmoid"
      case .tanh: "tanh"
      }
    return "Networks.Activation.\(name)"
  }

  private static func text(_ enlargement: Enlargement) -> String {
    switch enlargement {
    case .nearest: "nearest"
    case .zeros: "zeros"
    }
  }

  private static func text(_ padding: Padding) -> String {
    switch padding {
    case .reflection: "reflection"
    case .zero: "zero"
    }
  }

  private static func optional(_ text: String?) -> String {
    text.map { "Optional(\($0))" } ?? "nil"
  }

  private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }
}
