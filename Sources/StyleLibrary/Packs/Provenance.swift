/// Where an imported network came from.
package struct Provenance: Hashable, Sendable, Codable {
  /// The file's name, without its folder.
  package var file: String
  /// Of the file, in hexadecimal digits.
  package var sha256: String
  /// Of the weights in the pack, in hexadecimal digits.
  package var weightsSHA256: String
  /// What kind of network it was found to be.
  package var architecture: String
  package var input: PixelFormat
  package var output: PixelFormat
  /// What the file did not say and was taken for granted.
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
