import Files
import Glibc
import Networks
import StyleLibrary
import Testing

/// Packs with adapters, and what strangers may send in their place.
@Suite struct AdapterPackTests {
  let folder = TemporaryFolder()

  init() throws {
    try folder.addNetwork("trunk")
    try folder.addStyle("starry")
    try folder.addStyle("wave")
    try folder.addStyle("photo", isIdentity: true)
    try folder.addAdapter(Self.sound, to: "starry")
  }

  static func tensor(_ shape: [Int], _ value: Float = 0.5) -> Tensor {
    Tensor(shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
  }

  /// For the trunk of `TemporaryFolder`, whose weights are all 0.1.
  static let sound = [
    "res1.conv1.a": tensor([2, 4, 3, 3]), "res1.conv1.b": tensor([4, 2], 0.25),
    "down1.delta": tensor([2, 3, 3, 3]),
  ]

  private var catalog: Catalog { Catalog(folders: [folder.path]) }
  private var path: String { folder.file("starry/adapter.safetensors") }
  private var description: String { folder.file("starry/style.json") }

  private func weights(_ mix: String, strength: Double = 1) throws -> [String: [Float]] {
    let style = try catalog.resolve(StyleMix(mix), strength: strength)
    let weights = try style.weights()
    return try style.network.network().stages.compactMap(\.convolution)
      .reduce(into: [:]) { $0[$1.name] = try weights.weight(of: $1) }
  }

  @Test func changesTheWeightsOfItsStyleAlone() throws {
    #expect(catalog.problems.isEmpty)
    let base = Float(Float16(0.1))
    let (starry, wave) = (try weights("starry"), try weights("wave"))
    #expect(wave.values.allSatisfy { $0.allSatisfy { $0 == base } })
    #expect(starry["down1"]!.allSatisfy { $0 == base + 0.5 })
    #expect(starry["res1.conv1"]!.allSatisfy { $0 == base + 0.125 + 0.125 })
    #expect(starry["out"] == wave["out"])
  }

  @Test func isMixedWithOthersAndWithTheIdentity() throws {
    let base = Float(Float16(0.1))
    for (mix, strength, share) in [
      ("starry:0.75,wave:0.25", 1.0, Float(0.75)), ("starry", 0.5, 0.5), ("starry", 1.5, 1.5),
      ("starry:0.5,wave:0.5", 0.5, 0.25), ("starry", 0, 0),
    ] {
      let found = try weights(mix, strength: strength)["down1"]!
      #expect(found.allSatisfy { $0 == base + share * 0.5 }, "\(mix) at \(strength)")
    }
    #expect(try catalog.resolve(StyleMix("starry"), strength: 0).adapter.isIdentity)
  }

  @Test(arguments: FloatElement.allCases) func mayHaveAnyElement(element: FloatElement) throws {
    try folder.addAdapter(Self.sound, as: element, to: "wave")
    #expect(try weights("wave") == weights("starry"))
  }

  @Test func anotherTrunkIsNamed() throws {
    let trunk = folder.file("trunk/weights.safetensors")
    let expected = folder.bytes("trunk/weights.safetensors")
      .withUnsafeBytes { SHA256.hexadecimal($0) }
    let catalog = catalog
    _ = try catalog.resolve(StyleMix("starry"))
    // Of the same size, and perhaps within the same second.
    var bytes = folder.bytes("trunk/weights.safetensors")
    bytes[bytes.count - 1] ^= 1
    let found = bytes.withUnsafeBytes { SHA256.hexadecimal($0) }
    folder.write("trunk/new", bytes)
    rename(folder.file("trunk/new"), trunk)
    let error = ModelError.otherTrunk(
      path: description, weights: trunk, found: found, expected: expected)
    for mix in ["starry", "wave:0.9,starry:0.1"] {
      #expect(throws: error) { try catalog.resolve(StyleMix(mix)) }
    }
    for part in ["starry/style.json", "trunk/weights.safetensors", found, expected] {
      #expect("\(error)".contains(part))
    }
    _ = try catalog.resolve(StyleMix("wave"))
  }

  /// A style that is vectors alone may say for which weights they were learned.
  @Test func vectorsMayNameTheirTrunkToo() throws {
    let facts = String(decoding: folder.bytes("wave/style.json"), as: UTF8.self)
    let hash = String(repeating: "0123456789abcdef", count: 4)
    folder.write(
      "wave/style.json",
      facts.replacing("\"format\": 1", with: "\"format\": 1, \"trunkHash\": \"\(hash)\""))
    #expect(throws: ModelError.self) { try catalog.resolve(StyleMix("wave")) }
  }

  /// What is changed, to tensors of which shape (none is taken out) and value, and what is said of it.
  struct Hostile: CustomTestStringConvertible {
    var shapes: [String: [Int]?]
    var value: Float = 0.5
    var reason: String
    var testDescription: String { reason }
  }

  @Test(arguments: [
    Hostile(
      shapes: ["res1.conv1.a": nil], reason: "'res1.conv1.b' is there without 'res1.conv1.a'"),
    Hostile(
      shapes: ["res1.conv1.b": nil], reason: "'res1.conv1.a' is there without 'res1.conv1.b'"),
    Hostile(shapes: ["res1.conv1.b": [4, 3]], reason: "has shape [4, 3], expected [4, 2]"),
    Hostile(shapes: ["res1.conv1.b": [8]], reason: "has shape [8], expected [4, 2]"),
    Hostile(shapes: ["res1.conv1.a": [2, 36]], reason: "has shape [2, 36], expected [2, 4, 3, 3]"),
    Hostile(shapes: ["res1.conv1.a": [2, 4, 5, 5]], reason: "expected [2, 4, 3, 3]"),
    Hostile(
      shapes: ["res1.conv1.a": [0, 4, 3, 3], "res1.conv1.b": [4, 0]],
      reason: "has rank 0 for 'res1.conv1', allowed are 1...256"),
    Hostile(
      shapes: ["res1.conv1.a": [300, 4, 3, 3], "res1.conv1.b": [4, 300]],
      reason: "has rank 300 for 'res1.conv1', allowed are 1...256"),
    Hostile(
      shapes: ["down1.delta": [2, 3, 3, 3]], value: .nan,
      reason: "'down1.delta' holds a value that is not a finite"),
    Hostile(
      shapes: ["res1.conv1.a": [2, 4, 3, 3]], value: .infinity,
      reason: "'res1.conv1.a' holds a value"),
    Hostile(
      shapes: ["res9.conv1.delta": [4, 4, 3, 3]],
      reason: "a convolution 'res9.conv1', which the network"),
    Hostile(shapes: ["down1.bias": [2]], reason: "'down1.bias' is none of <layer>.a"),
    Hostile(shapes: ["down1.gamma": [2]], reason: "'down1.gamma' is none of <layer>.a"),
    Hostile(shapes: ["delta": [2]], reason: "'delta' is none of <layer>.a"),
  ])
  func hostileTensorsAreRefused(hostile: Hostile) throws {
    var tensors = Self.sound
    for (name, shape) in hostile.shapes {
      tensors[name] = shape.map { Self.tensor($0, hostile.value) }
    }
    try SafetensorsFile.write(tensors, as: .float16, to: path)
    #expect {
      try catalog.resolve(StyleMix("starry"))
    } throws: {
      "\($0)".hasPrefix(path + ": ") && "\($0)".contains(hostile.reason)
    }
    // The others are none the worse.
    #expect(try weights("wave").count == 8)
  }

  /// Shapes that say more than the file holds, numbers of other types, and files that are too large.
  @Test(arguments: [
    ("F16", "[2, 3, 3, 3]", 107), ("F16", "[1048576, 1048576, 1048576, 1048576]", 108),
    ("F16", "[2, 3, -3, -3]", 108), ("I32", "[2, 3, 3, 3]", 216), ("F64", "[2, 3, 3, 3]", 432),
    ("BOOL", "[2, 3, 3, 3]", 54),
  ])
  func hostileFilesAreRefused(element: String, shape: String, count: Int) {
    let header =
      #"{"down1.delta":{"dtype":"\#(element)","shape":\#(shape),"data_offsets":[0,\#(count)]}}"#
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    folder.write(
      "starry/adapter.safetensors",
      length + Array(header.utf8) + [UInt8](repeating: 0, count: count))
    #expect {
      try catalog.resolve(StyleMix("starry"))
    } throws: {
      $0 is ModelError && "\($0)".hasPrefix(path)
    }
  }

  @Test func filesThatAreTooLargeAreRefused() throws {
    truncate(path, 17 << 20)
    #expect(throws: ModelError.tooLarge(path: path, bytes: 17 << 20, limit: 16 << 20)) {
      try catalog.resolve(StyleMix("starry"))
    }
  }

  @Test(arguments: [
    (#""format": 2"#, #""format": 1"#, "an adapter needs format 2, found 1"),
    (#""format": 2"#, #""format": 3"#, "has format 3, supported is 2 and older"),
    (#""trunkHash": ""#, #""trunk": ""#, "'trunkHash', which is missing"),
    (#""trunkHash": ""#, #""trunkHash": "x"#, "expected 64 lower-case hexadecimal digits"),
    ("adapter.safetensors", "../wave/vectors.safetensors", "not inside the pack"),
    ("adapter.safetensors", "/etc/passwd", "not inside the pack"),
    ("adapter.safetensors", "missing", "can't be read"),
    (#""adapter.safetensors""#, "7", "'adapter' is not of type String"),
  ])
  func brokenDescriptionsAreProblems(found: String, replacement: String, reason: String) throws {
    let facts = String(decoding: folder.bytes("starry/style.json"), as: UTF8.self)
    folder.write("starry/style.json", facts.replacing(found, with: replacement))
    let catalog = catalog
    #expect(catalog.problems.count == 1)
    #expect(catalog.styles.map(\.name) == ["wave"])
    let problem = try #require(catalog.problems.first)
    #expect("\(problem)".contains(reason), "\(problem)")
    // Whoever asks for the style hears what is wrong with it, not that there is none.
    #expect(throws: problem) { try catalog.style(named: "Starry") }
  }
}
