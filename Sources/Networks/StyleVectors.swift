/// One norm's part of a style. An empty vector stands for zeros.
package struct NormVectors: Hashable, Sendable {
  /// γ: the factor of the normalised value.
  package var gamma: [Float]
  /// β: the shift that is added.
  package var beta: [Float]
  /// α: the factor of the value itself, which bypasses the statistics.
  package var alpha: [Float]

  package init(gamma: [Float] = [], beta: [Float] = [], alpha: [Float] = []) {
    self.gamma = gamma
    self.beta = beta
    self.alpha = alpha
  }
}

/// The vectors of a style for each of a network's norms, by the norm's name.
package struct StyleVectors: Hashable, Sendable {
  package var norms: [String: NormVectors]

  package init(_ norms: [String: NormVectors]) {
    self.norms = norms
  }

  /// The weighted sum of styles. Weights are used as they are; they need not add up to one.
  package static func mix(_ parts: [(style: StyleVectors, weight: Float)]) -> StyleVectors {
    var mixed: [String: NormVectors] = [:]
    for (style, weight) in parts {
      for (name, vectors) in style.norms {
        mixed[name, default: NormVectors()].add(vectors, times: weight)
      }
    }
    return StyleVectors(mixed)
  }

  /// - Throws: ``NetworkError`` when a norm is missing, of another length or not finite.
  package func validate(for norms: [Norm]) throws {
    for norm in norms {
      guard let vectors = self.norms[norm.name] else {
        throw NetworkError.missingNorm(name: norm.name)
      }
      let named = [("gamma", vectors.gamma), ("beta", vectors.beta), ("alpha", vectors.alpha)]
      for (vector, values) in named where !values.isEmpty {
        guard values.count == norm.channels else {
          throw NetworkError.normLength(
            name: norm.name, vector: vector, expected: norm.channels, found: values.count)
        }
        guard values.allSatisfy(\.isFinite) else {
          throw NetworkError.notFinite(tensor: "\(norm.name).\(vector)")
        }
      }
    }
  }
}

extension NormVectors {
  fileprivate mutating func add(_ other: NormVectors, times weight: Float) {
    Self.add(other.gamma, times: weight, to: &gamma)
    Self.add(other.beta, times: weight, to: &beta)
    Self.add(other.alpha, times: weight, to: &alpha)
  }

  private static func add(_ values: [Float], times weight: Float, to sum: inout [Float]) {
    if sum.isEmpty { sum = [Float](repeating: 0, count: values.count) }
    for index in values.indices { sum[index] += weight * values[index] }
  }
}
