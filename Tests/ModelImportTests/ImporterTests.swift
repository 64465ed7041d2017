import Files
import Glibc
import ModelImport
import Networks
import StyleLibrary
import Testing

@Suite struct ImporterTests {
  let folder = TemporaryFolder()
  struct Refusal: Error {}

  func request(_ file: String = "examples.pth", name: String = "candy") -> ImportRequest {
    var request = ImportRequest(
      file: CheckpointTests.fixtures + file, folder: folder.file("styles"), name: name)
    (request.title, request.artist, request.licence) = ("Candy", "Somebody", "CC0")
    return request
  }

  func entries(_ path: String) -> [String] {
    var names: [String] = []
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  @Test(arguments: ["examples", "transposed", "tangent"])
  func importedPackPaintsWhatPyTorchPaints(name: String) throws {
    let result = try Importer.run(request(name + ".pth")) { style, network in
      #expect(style.name == "candy")
      #expect(network.facts.architecture == "graph")
      return [0xff, 0xd8]
    }
    #expect(try result.style.preview() == folder.file("styles/candy/preview.jpg"))
    #expect(folder.bytes("styles/candy/preview.jpg") == [0xff, 0xd8])
    #expect(result.provenance.file == name + ".pth")
    #expect(result.provenance.sha256.count == 64)
    let style = try Catalog(folders: [folder.file("styles")]).resolve(StyleMix("Candy"))
    #expect(style.parts[0].pack.facts.artist == "Somebody")
    let network = try Importer.read(CheckpointTests.fixtures + name + ".pth")
    #expect(try style.network.network() == StagedNetwork(network.graph))
    let fixture = try SafetensorsFile(CheckpointTests.fixtures + "outputs.safetensors").tensors()
    let error = try ReferenceValueTests.error(
      from: fixture["input"]!, to: fixture[name]!, style.network.network(),
      style.network.weights(), style.vectors)
    #expect(error <= ReferenceValueTests.tolerance)
  }

  @Test func packsAreReplacedOnlyWhenAskedTo() throws {
    _ = try Importer.run(request()) { _, _ in [] }
    #expect(throws: ModelError.packExists(folder: folder.file("styles/candy"))) {
      try Importer.run(request()) { _, _ in [] }
    }
    var again = request("tangent.pth")
    again.replaces = true
    let result = try Importer.run(again) { _, _ in [] }
    #expect(result.provenance.architecture == "fast-style-transfer")
    #expect(entries(folder.file("styles")) == ["candy"])
    #expect(
      entries(folder.file("styles/candy")) == [
        "network.json", "style.json", "vectors.safetensors", "weights.safetensors",
      ])
  }

  @Test func aRefusedTrialLeavesNothing() throws {
    #expect(throws: Refusal.self) {
      try Importer.run(request()) { _, _ in throw Refusal() }
    }
    #expect(entries(folder.file("styles")).isEmpty)
    #expect(throws: ModelError.self) {
      try Importer.run(request("unknown.pth")) { _, _ in [] }
    }
    #expect(throws: ModelError.self) {
      try Importer.run(request(name: "../candy")) { _, _ in [] }
    }
    #expect(entries(folder.file("styles")).isEmpty)
  }

  @Test(arguments: [
    #"[]"#, #"[{"operation":"erf","inputs":[0]}]"#, #"[{"operation":"sum","inputs":[0]}]"#,
    #"[{"operation":"activation","activation":"relu","inputs":[1]}]"#,
    #"[{"operation":"activation","activation":"elu","inputs":[0]}]"#,
    #"[{"operation":"upsample","factor":0,"inputs":[0]}]"#,
    #"[{"operation":"upsample","factor":99999999999,"inputs":[0]}]"#,
    #"[{"operation":"norm","name":"a","epsilon":-1,"inputs":[0]}]"#,
    #"[{"operation":"convolution","name":"a","channels":4,"kernel":3,"stride":1,"padding":"zero","amounts":[1,1],"inputs":[0]}]"#,
    #"[{"operation":"convolution","name":"a","channels":3,"kernel":3,"stride":0,"padding":"zero","amounts":[1,1],"inputs":[0]}]"#,
    #"[{"operation":"convolution","name":"a","channels":3,"kernel":3,"stride":1,"padding":"zero","amounts":[1],"inputs":[0]}]"#,
  ])
  func brokenGraphsAreRefused(nodes: String) throws {
    folder.folder("net")
    folder.write("net/weights.safetensors", "x")
    folder.write(
      "net/network.json",
      #"{"format":1,"architecture":"graph","name":"net","weights":"weights.safetensors","nodes":\#(nodes)}"#
    )
    let pack = try NetworkPack(folder: folder.file("net"))
    #expect(throws: (any Error).self) { try pack.graph() }
  }

  @Test func hashesAreThoseOfTheStandard() {
    func hash(_ text: String) -> String {
      Array(text.utf8).withUnsafeBytes { SHA256.hexadecimal($0) }
    }
    #expect(
      hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }
}
