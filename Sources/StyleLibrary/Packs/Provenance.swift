/// The origin of an imported network.
package struct Provenance: Hashable, Sendable, Codable {
  /// The file's name, without its folder.
  package var file: String
  /// The SHA-256 of the file, in hexadecimal digits.
  package var sha256: String
  /// The SHA-256 of the weights in the pack, in hexadecimal digits.
  package var weightsSHA256: String
  /// The kind of network that was recognised.
  package var architecture: String
  package var input: PixelFormat
  package var output: PixelFormat
  /// The assumptions about facts that the file did not state.
  package var assumptions: [String]

  package init(
    file: String, sha256: String, weightsSHA256: String, architecture: String, input: PixelFormat,
    output: PixelFormat, assumptions: [String]
  ) {
    self.file = file
    self.sha256 = sha256
    self.weightsSHA256 = weightsSHA256
    self.architecture = architecture
    self.input = input
    self.output = output
    self.assumptions = assumptions
  }
}
