import Networks
import Testing

@Suite struct StyleVectorsTests {
  @Test func mixingIsAWeightedSumAndAbsentVectorsAreZero() {
    let painting = StyleVectors(["a": NormVectors(gamma: [2, 4], beta: [1, 1])])
    let photo = StyleVectors(["a": NormVectors(beta: [3, 5], alpha: [10, 20])])
    let mixed = StyleVectors.mix([(painting, 0.5), (photo, 0.5)]).norms["a"]
    #expect(mixed == NormVectors(gamma: [1, 2], beta: [2, 3], alpha: [5, 10]))
  }

  @Test func validationNamesWhatIsWrong() {
    let norm = Norm("a", channels: 2)
    #expect(throws: NetworkError.missingNorm(name: "a")) {
      try StyleVectors([:]).validate(for: [norm])
    }
    #expect(
      throws: NetworkError.normLength(name: "a", vector: "beta", expected: 2, found: 3)
    ) { try StyleVectors(["a": NormVectors(beta: [1, 2, 3])]).validate(for: [norm]) }
    #expect(throws: NetworkError.notFinite(tensor: "a.gamma")) {
      try StyleVectors(["a": NormVectors(gamma: [1, .nan])]).validate(for: [norm])
    }
  }
}
