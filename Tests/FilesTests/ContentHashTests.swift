import Files
import Testing

@Suite struct ContentHashTests {
  /// Of `(7 · index + 3) mod 256`, computed by libxxhash 0.8.1.
  @Test(arguments: [
    (0, "ef46db3751d8e999"), (1, "1f25c8d0bc1f4bb6"), (3, "31d2363f52e564c9"),
    (4, "9bb64b7d66ee9fda"), (7, "9a7b149959ce60d8"), (8, "dab99d95c6f90092"),
    (31, "a2aa5f33cc4a6119"), (32, "23c3c17ef790fd97"), (33, "50a7cfc7ba588784"),
    (63, "5e3e54b431c7493c"), (100, "a61f8d4c170fe531"), (1000, "5f235fa033f1a3fb"),
  ])
  func isXXH64(count: Int, expected: String) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + 3) }
    var whole = ContentHash()
    whole.add(bytes)
    #expect(whole.text == expected)
    for part in [1, 5, 32, 45] {
      var pieces = ContentHash()
      for first in stride(from: 0, to: count, by: part) {
        pieces.add(bytes[first..<min(first + part, count)])
      }
      #expect(pieces.text == expected, "in pieces of \(part)")
    }
  }
}
