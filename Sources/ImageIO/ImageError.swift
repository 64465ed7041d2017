package import Files

/// An error with a picture. Each case carries the facts; `description` is one line for a person.
package enum ImageError: Error, Sendable, Hashable, Codable {
  /// The file can't be opened or read.
  case unreadable(path: String, reason: Cause)
  /// Something of that name exists, but it is not a file: a folder, a pipe, a device.
  case notAFile(path: String, found: String)
  /// The file has no bytes.
  case empty(path: String)
  /// The bytes are of no format that libvips reads and that is turned on. `found` says what they look like, where that
  /// is known.
  case notAPicture(path: String, found: String, reason: String)
  /// The picture has more pixels than allowed.
  case tooLarge(path: String, width: Int, height: Int, allowedPixels: Int)
  /// The pixels have a form that has no meaning as a photograph (complex numbers, no bands).
  case unsupportedPixels(path: String, found: String)
  /// The picture began well, but can't be decoded. `row` is the first row that isn't there.
  case damaged(path: String, row: Int, height: Int, reason: String)
  /// Decoding took longer than allowed.
  case decodingTooSlow(path: String, seconds: Double)
  /// The process that decoded the picture ended; `reason` says how.
  case decoderEnded(path: String, reason: String)
  /// A reader was asked for rows that it has passed already, or that the picture doesn't have.
  case rowsOutOfOrder(path: String, asked: Range<Int>, next: Int, height: Int)
  /// The scratch file for a picture that can't be streamed can't be made. Sizes in bytes.
  case scratch(folder: String, neededBytes: Int, reason: Cause)

  /// There is no saver for this suffix.
  case unknownFormat(suffix: String, known: [String])
  /// The format can be written, but not with a painting in it. `instead` is a suffix that serves.
  case noPaintings(format: String, reason: String, instead: String)
  /// The saver doesn't know an option, or not with this value.
  case badOption(format: String, options: String, reason: String)
  /// The quality isn't between 1 and 100.
  case badQuality(found: Int)
  /// The format holds no more than 8 bits per channel.
  case bitDepthNotCarried(format: String, asked: Int, carried: Int)
  /// The picture to be written has no pixels or more than libvips counts.
  case badSize(path: String, width: Int, height: Int)
  /// A file of that name exists already, and nobody allowed replacing it.
  case exists(path: String)
  /// The file can't be made, written or put in its place.
  case unwritable(path: String, reason: Cause)
  /// The saver gave up. `format` is the suffix.
  case notEncoded(path: String, format: String, reason: String)

  /// libvips itself doesn't start.
  case library(String)
}

extension ImageError: CustomStringConvertible {
  /// A size as people write it, in megabytes, rounded up.
  private static func megabytes(_ bytes: Int) -> String {
    "\(Int((Double(bytes) / 1e6).rounded(.up))) MB"
  }

  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): can't be read: \(reason)"
    case .notAFile(let path, let found):
      "\(path): found \(found), expected a picture file"
    case .empty(let path):
      "\(path): found an empty file, expected a picture"
    case .notAPicture(let path, let found, let reason):
      "\(path): found \(found), expected a picture (\(reason))"
    case .tooLarge(let path, let width, let height, let allowed):
      "\(path): found \(width)×\(height) = \(width * height) pixels, expected at most \(allowed)"
    case .unsupportedPixels(let path, let found):
      "\(path): found \(found), expected grey, RGB or CMYK pixels"
    case .damaged(let path, let row, let height, let reason):
      "\(path): damaged or cut off at row \(row) of \(height): \(reason)"
    case .decodingTooSlow(let path, let seconds):
      "\(path): not decoded in \(Int(seconds.rounded(.up))) seconds, given up"
    case .decoderEnded(let path, let reason):
      "\(path): its decoder failed: \(reason)"
    case .rowsOutOfOrder(let path, let asked, let next, let height):
      "\(path): rows \(asked.lowerBound)..<\(asked.upperBound) were asked for, expected rows from \(next) "
        + "to \(height)"
    case .scratch(let folder, let needed, let reason):
      "\(folder): no room for a scratch file of \(Self.megabytes(needed)): \(reason)"
    case .unknownFormat(let suffix, let known):
      "found the format '\(suffix)', expected one of \(known.joined(separator: " "))"
    case .noPaintings(let format, let reason, let instead):
      "\(format) \(reason); use \(instead)"
    case .badOption(let format, let options, let reason):
      "the options [\(options)] don't fit \(format): \(reason)"
    case .badQuality(let found):
      "found a quality of \(found), expected 1 to 100"
    case .bitDepthNotCarried(let format, let asked, let carried):
      "\(format) holds \(carried) bits per channel, expected \(asked)"
    case .badSize(let path, let width, let height):
      "\(path): can't write a picture of \(width)×\(height) pixels"
    case .exists(let path):
      "\(path): already exists"
    case .unwritable(let path, let reason):
      "\(path): can't be written: \(reason)"
    case .notEncoded(let path, let format, let reason):
      "\(path): can't be written as \(format): \(reason)"
    case .library(let reason):
      "libvips can't be started: \(reason)"
    }
  }
}

extension ImageError {
  /// The system's error, where the system is to blame.
  package var cause: Cause? {
    switch self {
    case .unreadable(_, let cause), .unwritable(_, let cause), .scratch(_, _, let cause): cause
    default: nil
    }
  }

  /// Whether a retry may succeed without anybody doing anything about it.
  package var isTransient: Bool { cause?.isTransient ?? false }
}
