package import Files
internal import Foundation

/// One line of a journal.
package struct JournalEntry: Codable {
  package enum Event: String, Codable {
    /// A result is about to be written. If the process ends before the line that says `finished`, this one tells
    /// whether the file at the output is the result or the file that it was to replace.
    case began
    case finished
    /// No result was made.
    case failed
  }

  /// The identity of a photograph, which tells it from others and from itself after a change.
  package struct Input: Codable, Hashable {
    package var path: PathText
    /// The size of the file, in bytes.
    package var size: Int
    /// The time of the last modification, in nanoseconds since 1970.
    package var modified: Int
    package var hash: String
  }

  /// The identity of a file that lies or lay at the output.
  package struct Output: Codable, Hashable {
    package var size: Int
    var modified: Int
    /// The XXH64 hash of the file; nil where it is not known.
    package var hash: String?

    init(_ facts: FileStatus, hash: String? = nil) {
      (size, modified, self.hash) = (facts.size, facts.modified, hash)
    }

    func isUntouched(_ facts: FileStatus) -> Bool {
      size == facts.size && modified == facts.modified
    }
  }

  package var event: Event
  package var time: String
  /// The path of the result, relative to the journal's output folder or absolute.
  package var output: PathText
  package var input: Input
  package var recipe: RenderKey
  /// The file that a `began` result is to replace; nil where there is none.
  package var replacing: Output?
  /// The file that a `finished` result was written to.
  package var painting: Output?
  package var width: Int?
  package var height: Int?
  package var seconds: Double?
  package var device: String?
  /// The code of a `failed` line, equal to that of the event.
  package var code: BatchEvent.FailureCode?
  package var reason: String?
}

/// Everything besides the photograph that determines a result's bytes.
///
/// The fields are listed in `RenderKey+Fields.swift`.
package struct RenderKey: Codable, Hashable, Sendable {
  /// The version of the list of fields; nil in journals that were begun before lists had one, which is 1.
  package var version: Int?
  /// The style as it was requested, with the weights of a mix.
  package var style: String
  /// The hash of the network, its weights, the style's mixed vectors and its working size.
  package var hash: String
  /// The options that change bytes, as `name=value` separated by spaces.
  package var options: String

  package init(version: Int? = nil, style: String, hash: String, options: String) {
    (self.version, self.style, self.hash, self.options) = (version, style, hash, options)
  }
}
