import BatchProcessing
import Networks
import StyleLibrary
import Testing

/// The key that decides whether a painting is done already. When a test here fails, somebody's finished
/// batch would be painted again: add fields with a usual value, and raise ``RenderKey/version`` only where
/// everything is meant to be painted again.
@Suite struct RenderKeyTests {
  /// The text is what `"\(network.maps) \(network.stages)"` was when the first journals were written.
  @Test func theNetworksTextStays() throws {
    var graph = Graph()
    var x = try graph.convolution(
      graph.input, Convolution("in \"a\"", from: 3, to: 4, kernel: 3, stride: 2))
    let skip = graph.activation(try graph.norm(x, Norm("n", channels: 4)), .relu)
    x = try graph.convolution(
      skip, Convolution("odd", from: 4, to: 4, kernel: 3, padding: .zero, amount: 2, trailing: 0))
    x = try graph.sum(skip, try graph.norm(x, Norm("m", channels: 4, epsilon: 0.001)))
    x = graph.activation(graph.insertZeros(x, by: 2), .tanh)
    x = try graph.convolution(x, Convolution("out", from: 4, to: 3, kernel: 1, amount: -1))
    graph.output = graph.activation(x, .sigmoid)
    #expect(NetworkText.text(of: StagedNetwork(graph)) == Self.text)
  }

  private static let text = """
    [3, 4, 4, 4, 3, 3] [Networks.Stage(source: [Networks.Term(map: 0, norm: nil, \
    activation: Networks.Activation.none)], upsampling: 1, enlargement: \
    Networks.Enlargement.nearest, convolution: Optional(Networks.Convolution(name: "in \
    \\"a\\"", inputChannels: 3, outputChannels: 4, kernel: 3, stride: 2, padding: \
    Networks.Padding.reflection, paddingAmount: 1, trailingPadding: 1)), activation: \
    Networks.Activation.none, output: 1, norm: Optional(Networks.Norm(name: "n", channels: \
    4, epsilon: 1e-05))), Networks.Stage(source: [Networks.Term(map: 1, norm: \
    Optional(Networks.Norm(name: "n", channels: 4, epsilon: 1e-05)), activation: \
    Networks.Activation.relu)], upsampling: 1, enlargement: Networks.Enlargement.nearest, \
    convolution: Optional(Networks.Convolution(name: "odd", inputChannels: 4, \
    outputChannels: 4, kernel: 3, stride: 1, padding: Networks.Padding.zero, \
    paddingAmount: 2, trailingPadding: 0)), activation: Networks.Activation.none, output: \
    2, norm: Optional(Networks.Norm(name: "m", channels: 4, epsilon: 0.001))), \
    Networks.Stage(source: [Networks.Term(map: 1, norm: Optional(Networks.Norm(name: "n", \
    channels: 4, epsilon: 1e-05)), activation: Networks.Activation.relu), \
    Networks.Term(map: 2, norm: Optional(Networks.Norm(name: "m", channels: 4, epsilon: \
    0.001)), activation: Networks.Activation.none)], upsampling: 2, enlargement: \
    Networks.Enlargement.zeros, convolution: nil, activation: Networks.Activation.tanh, \
    output: 3, norm: nil), Networks.Stage(source: [Networks.Term(map: 3, norm: nil, \
    activation: Networks.Activation.none)], upsampling: 1, enlargement: \
    Networks.Enlargement.nearest, convolution: Optional(Networks.Convolution(name: "out", \
    inputChannels: 4, outputChannels: 3, kernel: 1, stride: 1, padding: \
    Networks.Padding.reflection, paddingAmount: -1, trailingPadding: -1)), activation: \
    Networks.Activation.none, output: 4, norm: nil), Networks.Stage(source: \
    [Networks.Term(map: 4, norm: nil, activation: Networks.Activation.sigmoid)], \
    upsampling: 1, enlargement: Networks.Enlargement.nearest, convolution: nil, \
    activation: Networks.Activation.none, output: 5, norm: nil)]
    """

  @Test func theListStays() {
    #expect(
      RenderKey.firstFields.map { "\($0.name)=\($0.usual)" } == [
        "precision=half", "deviceMemoryBytes=default", "quality=default", "depth=default",
        "strip=false", "strokeSize=auto", "detail=1.0", "keepsColours=false", "mask=default",
      ])
    #expect(RenderKey.version == 1)
    let names =
      (RenderKey.firstFields + RenderKey.laterFields).map(\.name) + [RenderKey.formatField]
    #expect(Set(names).count == names.count)
  }

  private let first =
    "precision=half deviceMemoryBytes=default quality=default depth=default strip=false "
    + "strokeSize=auto detail=1.0 keepsColours=false mask=default format=.png[]"

  private func recipe(_ options: String, version: Int? = 1) -> RenderKey {
    RenderKey(version: version, style: "any", hash: "0", options: options)
  }

  @Test func aFieldThatIsMissingIsTheUsualOne() {
    #expect(recipe(first).paintsLike(recipe(" format=.png[]", version: nil)))
    #expect(recipe(first).paintsLike(recipe("strip=false format=.png[]")))
    #expect(!recipe(first).paintsLike(recipe("strip=true format=.png[]")))
    // What a later program adds is another painting, as long as its value is an unusual one.
    #expect(
      !recipe(first).paintsLike(
        recipe(first.replacing(" format", with: " grain=0.5 format"))))
  }

  @Test func memoryIsNotCompared() {
    let other = first.replacing("Bytes=default", with: "Bytes=1073741824")
    #expect(recipe(first).paintsLike(recipe(other, version: nil)))
  }

  @Test func versionsAreCompared() {
    #expect(recipe(first).paintsLike(recipe(first, version: nil)))
    #expect(!recipe(first).paintsLike(recipe(first, version: 2)))
  }

  @Test func formatsMayHoldAnything() {
    let interlaced = first.replacing("[]", with: "[Q=80, strip=true]")
    #expect(recipe(interlaced).paintsLike(recipe(interlaced)))
    #expect(!recipe(interlaced).paintsLike(recipe(first)))
    #expect(
      !recipe(interlaced).paintsLike(
        recipe(first.replacing("[]", with: "[Q=80]").replacing("strip=false", with: "strip=true"))))
  }
}
