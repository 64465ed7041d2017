internal import Files

/// A program that decodes one picture and ends: it is given the picture's file as standard input, writes pixels
/// to standard output and calls ``DecoderService/run(_:)``.
package struct DecoderProgram: Sendable, Hashable {
  /// The executable, by its path.
  package var path: String
  /// What goes before the request, beside the program's name.
  package var arguments: [String]

  package init(path: String, arguments: [String]) {
    (self.path, self.arguments) = (path, arguments)
  }
}

/// What a decoding process is asked to do, as JSON in its last argument.
struct DecoderRequest: Codable {
  /// What errors call the picture.
  var name: String
  var maxPixels: Int
  var memoryBytes: Int
  var scratchFolder: [UInt8]

  init(_ name: String, _ limits: ImageLimits) {
    self.name = name
    (maxPixels, memoryBytes) = (limits.maxPixels, limits.memoryBytes)
    scratchFolder = limits.scratchFolder.bytes
  }

  /// The other side watches the time.
  var limits: ImageLimits {
    ImageLimits(
      maxPixels: maxPixels, memoryBytes: memoryBytes,
      scratchFolder: Path(bytes: scratchFolder), decodeSeconds: 0)
  }
}

/// What a decoding process says of a picture before it sends rows.
struct DecoderAnswer: Codable {
  var info: ImageInfo
  var metadata: [MetadataField]
  /// Pixels per millimetre, across and down.
  var resolution: [Double]
}

/// What the messages of a decoding process are, by their first byte. The length of what follows comes next, as
/// 8 bytes in the machine's order.
enum DecoderMessage: UInt8 {
  /// A ``DecoderAnswer`` as JSON.
  case header = 72
  /// Whole rows, in order: each its colours, then its opacity if it has one.
  case rows = 82
  /// An ``ImageError`` as JSON; nothing follows.
  case failure = 69

  static let prefixBytes = 9
  /// More than any header has reason to be: metadata are a few megabytes at most.
  static let longestText = 256 << 20
}
