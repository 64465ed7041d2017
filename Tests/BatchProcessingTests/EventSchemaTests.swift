import BatchProcessing
import Foundation
import Testing

@Suite struct EventSchemaTests {
  private func values(_ definition: String) throws -> [String] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let schema = try JSONSerialization.jsonObject(
      with: Data(contentsOf: root.appendingPathComponent("Documentation/events.schema.json")))
    var part = schema as? [String: Any]
    for key in ["$defs", definition, "properties", "code"] { part = part?[key] as? [String: Any] }
    return try #require(part?["enum"] as? [String]).sorted()
  }

  @Test func listsAllCodes() throws {
    #expect(try values("failed") == BatchEvent.FailureCode.allCases.map(\.rawValue).sorted())
    let reasons = SkipDecision.Reason.allCases.map(\.rawValue).sorted()
    #expect(try values("skipped") == reasons)
    #expect(try values("planned") == reasons)
  }
}
