import Foundation
import Testing

@Suite struct StylesTests {
  private struct Row: Decodable {
    var name: String
    var title: String
    var licence: String
    var network: String
  }

  @Test func listsAsJSON() throws {
    let run = try Program.run("styles", "--json", "--styles-dir", Program.styles)
    #expect(run.status == 0)
    let rows = try JSONDecoder().decode([Row].self, from: run.output)
    let names = rows.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).isSuperset(of: ["starry", "wave", "scream", "kandinsky", "metzinger"]))
    #expect(!names.contains("photo"))
  }

  @Test func listsForAPerson() throws {
    let run = try Program.run("styles", "--styles-dir", Program.styles)
    #expect(run.status == 0)
    #expect(run.lines[0].hasPrefix("NAME"))
    #expect(run.lines.contains { $0.hasPrefix("starry") && $0.contains("Vincent van Gogh") })
  }

  /// Where there is no terminal it is taken for a narrow one.
  @Test func theListFitsSixtyColumns() throws {
    let run = try Program.run("styles", "--styles-dir", Program.styles)
    #expect(run.lines.allSatisfy { $0.count <= 60 })
    #expect(run.lines.contains { $0.contains("…") })
    #expect(!run.lines.contains { $0.contains("public domain") })
    let long = try Program.run("styles", "--long", "--styles-dir", Program.styles)
    #expect(long.lines.count == run.lines.count)
    #expect(long.lines.dropFirst().allSatisfy { $0.contains("MIT") })
    #expect(!long.lines.contains { $0.contains("…") })
  }

  @Test func findsNoneInTheWorkingDirectory() throws {
    let run = try Program.run("styles")
    #expect(run.status == 3)
    #expect(run.errors.contains("found no styles in"))
  }
}
