import Foundation
import Testing

/// That the documentation's examples are those that are compiled and run.
@Suite struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The sources and articles of the library.
  static let files: [String] = {
    let folder = root.appendingPathComponent("Sources/StylizeKit")
    let names = FileManager.default.enumerator(atPath: folder.path)!.compactMap { $0 as? String }
    return names.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".md") }.sorted()
      .map { "Sources/StylizeKit/\($0)" } + ["README.md"]
  }()

  /// The blocks of Swift in a file, each line without indentation and slashes.
  private static func examples(in file: String) throws -> [[String]] {
    let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
    var (examples, current): ([[String]], [String]?) = ([], nil)
    for line in lines(text) {
      let line = line.hasPrefix("///") ? lines(String(line.dropFirst(3)))[0] : line
      if line == "```swift" {
        current = []
      } else if line == "```", let example = current {
        examples.append(example)
        current = nil
      } else {
        current?.append(line)
      }
    }
    return examples
  }

  @Test(arguments: files) func examplesAreRun(file: String) throws {
    let tests = try String(
      contentsOf: Self.root.appendingPathComponent("Tests/StylizeKitTests/ExamplesTests.swift"),
      encoding: .utf8)
    let all = Self.lines(tests)
    for example in try Self.examples(in: file) {
      let wanted = example.filter { !$0.isEmpty && !$0.hasPrefix("import ") }
      let isRun = all.indices.contains { all[$0...].filter { !$0.isEmpty }.starts(with: wanted) }
      #expect(isRun, "\(file): no test has these lines:\n\(wanted.joined(separator: "\n"))")
    }
  }

  /// The types that examples are asked of are public ones at the top of a file.
  @Test func everyPublicTypeHasAnExample() throws {
    var found = 0
    for file in Self.files where file.hasSuffix(".swift") {
      let text = try String(
        contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let types = lines.indices.filter {
        lines[$0].wholeMatch(of: /public (final )?(struct|enum|class) .*/) != nil
      }
      for type in types {
        found += 1
        let comment = lines[..<type].reversed().prefix { $0.hasPrefix("///") }
        #expect(
          comment.contains("/// ```swift"), "\(file): \(lines[type]) has no example")
      }
    }
    #expect(found >= 10)
  }
}
