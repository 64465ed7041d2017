import Files
import Glibc
import Networks
import Reference
import StyleLibrary
import Testing

@Suite struct SafetensorsTests {
  let folder = TemporaryFolder()

  /// A file with this header, the data of this length after it.
  func file(_ header: String, data: Int, announced: UInt64? = nil) -> String {
    var bytes = withUnsafeBytes(of: (announced ?? UInt64(header.utf8.count)).littleEndian) {
      Array($0)
    }
    bytes += Array(header.utf8) + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
    return folder.write("test.safetensors", bytes)
  }

  @Test(arguments: FloatElement.allCases) func writtenTensorsAreReadBack(element: FloatElement)
    throws
  {
    let values: [Float] = [0, -0.0, 1, -2.5, 0.0625, 1024, .infinity, -.infinity, 6]
    let tensors = [
      "a": Tensor(shape: [3, 3], values: values), "empty": Tensor(shape: [0, 4], values: []),
      "scalar": Tensor(shape: [], values: [7]), "b/ü \"x\"": Tensor(shape: [1], values: [3]),
    ]
    let path = folder.file("x.safetensors")
    try SafetensorsFile.write(tensors, as: element, metadata: ["who": "me"], to: path)
    let file = try SafetensorsFile(path)
    #expect(try file.tensors() == tensors)
    #expect(file.names == ["a", "b/ü \"x\"", "empty", "scalar"])
    #expect(file.metadata == ["who": "me"])
    #expect(file.shape(of: "a") == [3, 3])
    #expect(throws: ModelError.missingTensor(path: path, name: "c")) { try file.tensor("c") }
  }

  @Test func bfloat16IsRoundedToNearest() throws {
    // Between 1 and 1 + 1/128: below, at and above the middle; and from the next middle up to even.
    let values: [Float] = [1.003, 1.00390625, 1.004, 1.01171875, .nan, -3.0e38]
    let path = folder.file("x.safetensors")
    try SafetensorsFile.write(
      ["a": Tensor(shape: [6], values: values)], as: .bfloat16, to: path)
    let read = try SafetensorsFile(path).tensor("a").values
    #expect(Array(read[0..<4]) == [1, 1, 1.0078125, 1.015625])
    #expect(read[4].isNaN)
    #expect(abs(read[5] / values[5] - 1) < 1 / 256)
  }

  @Test func numbersTooLargeForHalvesAreRefused() {
    let path = folder.file("x.safetensors")
    #expect(throws: ModelError.self) {
      try SafetensorsFile.write(
        ["a": Tensor(shape: [1], values: [70000])], as: .float16, to: path)
    }
  }

  @Test func integersAreListedButNotRead() throws {
    let path = file(
      #"{"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, data: 8)
    let file = try SafetensorsFile(path)
    #expect(file.names == ["n"])
    #expect(
      throws: ModelError.unsupportedElement(
        path: path, tensor: "n", element: "I64", supported: ["F32", "F16", "BF16"])
    ) { try file.tensor("n") }
  }

  @Test(arguments: [
    (
      "overlap",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
      8
    ),
    (
      "the same bytes twice",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      4
    ),
    ("gap", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8),
    ("rest", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5),
    ("beyond the end", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4),
    ("shape and bytes differ", #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8),
    ("overflow", #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0),
    (
      "overflow of Int",
      #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4
    ),
    ("negative length", #"{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}"#, 4),
    ("negative offset", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4),
    ("backward", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4),
    ("one offset", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4),
    ("rank", #"{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}"#, 4),
    ("unknown type", #"{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}"#, 4),
    ("no shape", #"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, 4),
    ("not a tensor", #"{"a":3}"#, 4),
    ("a list", "[1,2]", 4),
    ("not JSON", "{\"a\":", 4),
    ("nested", String(repeating: "[", count: 100_000), 4),
    ("notes that are no text", #"{"__metadata__":{"a":1}}"#, 0),
  ])
  func brokenHeadersAreRefused(what: String, header: String, data: Int) {
    let path = file(header, data: data)
    #expect(throws: ModelError.self, "\(what)") { try SafetensorsFile(path) }
  }

  @Test(arguments: [0, 7, 100, UInt64.max, 1 << 62, 50_000_000])
  func brokenLengthsAreRefused(announced: UInt64) {
    let path = file("{}", data: 0, announced: announced)
    #expect(throws: ModelError.self) { try SafetensorsFile(path) }
  }

  @Test func unreadableFilesAreNamed() {
    #expect(
      throws: ModelError.unreadable(path: "/nowhere/x", reason: Cause(ENOENT))
    ) { try SafetensorsFile("/nowhere/x") }
    #expect(
      throws: ModelError.unreadable(path: folder.path, reason: "found a folder, expected a file")
    ) {
      try SafetensorsFile(folder.path)
    }
    let empty = folder.write("empty", "")
    #expect(throws: ModelError.self) { try SafetensorsFile(empty) }
    let path = file("{}", data: 100)
    #expect(throws: ModelError.tooLarge(path: path, bytes: 110, limit: 50)) {
      try SafetensorsFile(path, limit: 50)
    }
  }

  @Test func everyTruncationAndManyMutationsAreSafe() throws {
    let tensors = [
      "a": Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
      "b": Tensor(shape: [4], values: [1, 2, 3, 4]),
    ]
    try SafetensorsFile.write(
      tensors, as: .float16, metadata: ["k": "v"], to: folder.file("x.safetensors"))
    let valid = folder.bytes("x.safetensors")
    for count in valid.indices {
      let path = folder.write("cut", Array(valid[..<count]))
      #expect(throws: ModelError.self) { try SafetensorsFile(path) }
    }
    var random = SeededGenerator(seed: testSeed())
    for _ in 0..<3000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let path = folder.write("mutated", bytes)
      do {
        for tensor in try SafetensorsFile(path).tensors().values {
          #expect(tensor.values.count <= valid.count)
        }
      } catch is ModelError {}
    }
  }
}
