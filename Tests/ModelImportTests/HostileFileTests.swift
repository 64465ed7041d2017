import Glibc
import ModelImport
import Networks
import Reference
import StyleLibrary
import Testing

/// Files that someone meant to do harm with: an error each, never a crash. How many mutations of each
/// file are tried is `STYLIZE_MUTATIONS`, 300 where that is not set.
@Suite struct HostileFileTests {
  let folder = TemporaryFolder()
  static let mutations = getenv("STYLIZE_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? 300

  static let files = [
    "checkpoints/examples.pth", "checkpoints/legacy.pth", "checkpoints/half.pth",
    "onnx/exported-examples-13-script-dynamic.onnx", "onnx/exported-tangent-11-script-dynamic.onnx",
    "onnx/random-3.onnx", "onnx/random-8.onnx",
  ]

  static func bytes(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen(ReferenceValueTests.here + "Fixtures/" + name, "r"))
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: ftell(file))
    rewind(file)
    fread(&bytes, 1, bytes.count, file)
    return bytes
  }

  @Test(arguments: files) func truncatedFilesAreRefused(name: String) throws {
    let valid = try Self.bytes(name)
    for step in 0..<60 {
      let path = folder.write("cut", Array(valid.prefix(valid.count * step / 60)))
      #expect(throws: ModelError.self, "\(step)/60 of \(name)") { try Importer.read(path) }
    }
  }

  /// Mutated files may still be networks; what they may not do is crash.
  @Test(arguments: files) func mutatedFilesDoNoHarm(name: String) throws {
    let valid = try Self.bytes(name)
    var random = SeededGenerator(seed: testSeed("mutatedFilesDoNoHarm(\(name))"))
    // Most bytes are weights; half of the mutations go where the structure is.
    let ends = [0..<min(3000, valid.count), max(0, valid.count - 6000)..<valid.count]
    for _ in 0..<Self.mutations {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place =
          Bool.random(using: &random) ? ends.randomElement(using: &random)! : bytes.indices
        let index = Int.random(in: place, using: &random)
        guard bytes.indices.contains(index) else { continue }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random)!
        case 2: bytes.remove(at: index)
        default: bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
      }
      let path = folder.write("mutated", bytes)
      do {
        _ = try Importer.read(path)
      } catch is ModelError {
      } catch is NetworkError {
      }
    }
  }

  @Test func picklesThatCallAreRefused() {
    let calls = [
      "cos\nsystem\n(S'true'\ntR.", "cposix\nsystem\n(X\u{4}\0\0\0truetR.",
      "cbuiltins\neval\n(X\u{1}\0\0\01tR.", "c__builtin__\ngetattr\n)R.",
      "ctorch.storage\n_load_from_bytes\n)R.",
    ]
    for call in calls {
      let path = folder.write("call.pth", [0x80, 0x02] + Array(call.utf8))
      #expect(throws: ModelError.self) { try Importer.read(path) }
      // Behind the legacy form's magic number, where the reader expects three pickles.
      let magic: [UInt8] = [
        0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
      ]
      let legacy = folder.write("legacy.pth", magic + [0x80, 2] + Array(call.utf8))
      do {
        _ = try Importer.read(legacy)
        Issue.record("read")
      } catch ModelError.forbiddenClass(_, let name) {
        #expect(!name.isEmpty)
      } catch {
        // Opcodes of older protocols make strings for calls; they are refused as such.
        #expect(error is ModelError)
      }
    }
  }

  @Test func deepAndCyclicPicklesAreHarmless() {
    let magic: [UInt8] = [
      0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
    ]
    let deep =
      [UInt8](repeating: UInt8(ascii: "]"), count: 500_000)
      + [UInt8](repeating: UInt8(ascii: "a"), count: 499_999) + Array(".".utf8)
    let tuples = Array(")".utf8) + [UInt8](repeating: 0x85, count: 500_000) + Array(".".utf8)
    let cyclic = Array("]q\0h\0a.".utf8)
    for pickle in [deep, tuples, cyclic] {
      let path = folder.write("deep.pth", magic + pickle)
      #expect(throws: ModelError.self) { try Importer.read(path) }
    }
  }

  @Test func otherFilesAreRefused() {
    for bytes in [[], [0], Array("PK\u{3}\u{4}".utf8), Array("hello, world".utf8)] as [[UInt8]] {
      let path = folder.write("other", bytes)
      #expect(throws: ModelError.self) { try Importer.read(path) }
    }
    #expect(throws: ModelError.self) { try Importer.read("/nowhere") }
    #expect(throws: ModelError.self) { try Importer.read(folder.path) }
  }
}
