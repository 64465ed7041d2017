internal import Networks

/// The value of `--style`: styles and their weights, which add up to one.
package struct StyleMix: Hashable, Sendable, CustomStringConvertible {
  package struct Part: Hashable, Sendable {
    package var name: String
    package var weight: Double

    package init(name: String, weight: Double) {
      self.name = name
      self.weight = weight
    }
  }

  package static let partLimit = 64
  package let parts: [Part]

  /// Parses `starry` or `starry:0.7,wave:0.3`. A weight that is left out is 1; weights are divided
  /// by their sum.
  ///
  /// - Throws: ``ModelError/malformedMix``.
  package init(_ text: String) throws {
    func malformed(_ reason: String) -> ModelError { .malformedMix(text: text, reason: reason) }
    var parts: [Part] = []
    for field in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = halves[0].trimmed
      guard !name.isEmpty else { throw malformed("a style without a name") }
      var weight = 1.0
      if halves.count == 2 {
        guard let number = Double(halves[1].trimmed), number.isFinite else {
          throw malformed("the weight of '\(name)' is '\(halves[1])', not a number")
        }
        guard number >= 0 else { throw malformed("the weight of '\(name)' is negative") }
        weight = number
      }
      guard !parts.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
        throw malformed("'\(name)' is named twice")
      }
      parts.append(Part(name: name, weight: weight))
    }
    guard parts.count <= Self.partLimit else {
      throw malformed("\(parts.count) styles, at most \(Self.partLimit) are allowed")
    }
    let sum = parts.reduce(0) { $0 + $1.weight }
    guard sum > 0, sum.isFinite else { throw malformed("the weights add up to \(sum)") }
    self.parts = parts.map { Part(name: $0.name, weight: $0.weight / sum) }
  }

  package var description: String {
    parts.count == 1
      ? parts[0].name : parts.map { "\($0.name):\($0.weight)" }.joined(separator: ",")
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
