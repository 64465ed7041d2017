internal import Files

/// A program that decodes one picture and ends: it is given the picture's file as standard input, writes pixels
/// to standard output and calls ``DecoderService/run(_:)``.
package struct DecoderProgram: Sendable, Hashable {
  /// The path of the executable.
  package var path: String
  /// The arguments between the program's name and the request.
  package var arguments: [String]

  package init(path: String, arguments: [String]) {
    (self.path, self.arguments) = (path, arguments)
  }
}

/// The request to a decoding process, sent as JSON in its last argument.
struct DecoderRequest: Codable {
  /// The name of the picture in errors.
  var name: String
  var maxPixels: Int
  var memoryBytes: Int
  var scratchFolder: [UInt8]

  init(_ name: String, _ limits: ImageLimits) {
    self.name = name
    (maxPixels, memoryBytes) = (limits.maxPixels, limits.memoryBytes)
    scratchFolder = limits.scratchFolder.bytes
  }

  /// The limits without one on time, which the other side watches.
  var limits: ImageLimits {
    ImageLimits(
      maxPixels: maxPixels, memoryBytes: memoryBytes,
      scratchFolder: Path(bytes: scratchFolder), decodeSeconds: 0)
  }
}

/// The answer that a decoding process sends before the rows: the facts about the picture.
struct DecoderAnswer: Codable {
  var info: ImageInfo
  var metadata: [MetadataField]
  /// The resolution in pixels per millimetre, across and down.
  var resolution: [Double]
}

/// The kinds of messages of a decoding process, by their first byte. The length of the rest comes next, as 8 bytes in
/// the machine's order.
enum DecoderMessage: UInt8 {
  /// The message holds a ``DecoderAnswer`` as JSON.
  case header = 72
  /// The message holds whole rows, in order: for each its colours, then its opacity if it has one.
  case rows = 82
  /// The message holds an ``ImageError`` as JSON and is the last one.
  case failure = 69

  static let prefixBytes = 9
  /// The limit on the length of a text, in bytes: more than any header needs, as metadata are a few megabytes at most.
  static let longestText = 256 << 20
}
