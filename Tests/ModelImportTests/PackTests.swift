import Glibc
import Networks
import StyleLibrary
import Testing

@Suite struct PackTests {
  let folder = TemporaryFolder()

  @Test func networkPackGivesNetworkAndWeights() throws {
    try folder.addNetwork("trunk")
    let pack = try NetworkPack(folder: folder.file("trunk"))
    #expect(pack.name == "trunk")
    #expect(pack.facts.licence == "MIT")
    let network = try pack.network()
    #expect(network == StagedNetwork(try TemporaryFolder.trunk.graph()))
    let weights = try pack.weights()
    for convolution in network.stages.compactMap(\.convolution) {
      let values = try weights.weight(of: convolution)
      #expect(values.allSatisfy { $0 == Float(Float16(0.1)) })
    }
  }

  @Test func stylePackGivesFactsAndVectors() throws {
    try folder.addNetwork("trunk")
    try folder.addStyle("starry", aliases: ["van-gogh"], gain: 0.5, beta: 0.25)
    folder.write("starry/small.jpg", "x")
    let pack = try StylePack(folder: folder.file("starry"))
    #expect(pack.facts.names == ["starry", "van-gogh"])
    #expect(pack.facts.year == 1889)
    #expect(pack.facts.workingSize == 1024)
    #expect(!pack.facts.isIdentity)
    #expect(try pack.preview() == nil)
    let vectors = try pack.vectors()
    try vectors.validate(for: StagedNetwork(TemporaryFolder.trunk.graph()).norms)
    #expect(
      vectors.norms["res1.conv2"]
        == NormVectors(
          gamma: [0.5, 0.5, 0.5, 0.5], beta: [0.25, 0.25, 0.25, 0.25]))
  }

  @Test(arguments: [
    "../other/vectors.safetensors", "/etc/passwd", "..", "", "a//b", "./v", "link", "a/../../b",
  ])
  func filesOutsideThePackAreRefused(name: String) throws {
    try folder.addNetwork("trunk")
    try folder.addStyle("other")
    try folder.addStyle("starry")
    symlink("../other/vectors.safetensors", folder.file("starry/link"))
    folder.write(
      "starry/style.json",
      #"{"format":1,"name":"starry","network":"trunk","vectors":"\#(name)"}"#)
    let path = folder.file("starry")
    #expect(throws: ModelError.outsidePack(folder: path, file: name)) {
      try StylePack(folder: path)
    }
  }

  @Test(arguments: [
    #"{"format":0,"name":"a","network":"t","vectors":"vectors.safetensors"}"#,
    #"{"format":3,"name":"a","network":"t","vectors":"vectors.safetensors"}"#,
    #"{"format":1,"network":"t","vectors":"vectors.safetensors"}"#,
    #"{"format":1,"name":3,"network":"t","vectors":"vectors.safetensors"}"#,
    #"{"format":1,"name":"a:b","network":"t","vectors":"vectors.safetensors"}"#,
    #"{"format":1,"name":"a","network":"../t","vectors":"vectors.safetensors"}"#,
    #"{"format":1,"name":"a","network":"t","vectors":"missing"}"#,
    #"{"format":1,"name":"a","network":"t","vectors":"vectors.safetensors","workingSize":0}"#,
    #"{"format":1,"name":"a","network":"t","vectors":"vectors.safetensors","grain":-0.1}"#,
    #"{"format":1,"name":"a","network":"t","vectors":"vectors.safetensors","grain":16.5}"#,
    #"{"format":1,"name":"a","network":"t","vectors":"vectors.safetensors","grain":"3"}"#,
    "", "[]", "null", "{",
  ])
  func brokenDescriptionsAreRefused(json: String) throws {
    try folder.addStyle("starry")
    folder.write("starry/style.json", json)
    let path = folder.file("starry")
    #expect(throws: ModelError.self) { try StylePack(folder: path) }
  }

  @Test(arguments: [
    (#""architecture":"#, #""architecture":"vgg","x":"#), ("[2, 3, 4]", "[2, 3]"),
    ("[2, 3, 4]", "[2, 0, 4]"), ("[2, 3, 4]", "[2, 3, 99999999999]"),
    (#""lastKernel": 5"#, #""lastKernel": 4"#), (#""lastKernel": 5"#, #""lastKernels": 5"#),
    (#""residualBlocks": 1"#, #""residualBlocks": -1"#), ("weights.safe", "../weights.safe"),
  ])
  func brokenNetworksAreRefused(found: String, replacement: String) throws {
    try folder.addNetwork("trunk")
    let text = String(decoding: folder.bytes("trunk/network.json"), as: UTF8.self)
    let parts = text.split(separator: found, maxSplits: 1, omittingEmptySubsequences: false)
    folder.write("trunk/network.json", parts.joined(separator: replacement))
    let path = folder.file("trunk")
    #expect(throws: ModelError.self) { try NetworkPack(folder: path) }
  }

  @Test func vectorsOfOtherKindsAreRefused() throws {
    try folder.addStyle("starry")
    let pack = try StylePack(folder: folder.file("starry"))
    let vectors = folder.file("starry/vectors.safetensors")
    for (name, tensor) in [
      ("down1.delta", Tensor(shape: [1], values: [1])), ("gamma", Tensor(shape: [1], values: [1])),
      ("down1.gamma", Tensor(shape: [1, 1], values: [1])),
      ("down1.gamma", Tensor(shape: [1], values: [.nan])),
    ] {
      try SafetensorsFile.write([name: tensor], as: .float32, to: vectors)
      #expect(throws: ModelError.self) { try pack.vectors() }
    }
  }
}
