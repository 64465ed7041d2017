/// Where an imported network came from.
public struct Provenance: Hashable, Sendable, Codable {
  /// The file's name, without its folder.
  public var file: String
  /// Of the file, in hexadecimal digits.
  public var sha256: String
  /// Of the weights in the pack, in hexadecimal digits.
  public var weightsSHA256: String
  /// What kind of network it was found to be.
  public var architecture: String
  public var input: PixelFormat
  public var output: PixelFormat
  /// What the file did not say and was taken for granted.
  public var assumptions: [String]

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
