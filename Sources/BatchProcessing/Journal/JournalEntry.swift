package import Files
internal import Foundation

/// One line of a journal.
package struct JournalEntry: Codable {
  package enum Event: String, Codable {
    /// A painting is about to be written. Where a process ends before the line that says `finished`,
    /// this one tells whether what lies at the output is the painting or what it was to replace.
    case began
    case finished
    /// No painting was made.
    case failed
  }

  /// What tells a photograph from another, or from itself after a change.
  package struct Input: Codable, Hashable {
    package var path: PathText
    /// Bytes.
    package var size: Int
    /// Nanoseconds since 1970.
    package var modified: Int
    package var hash: String
  }

  /// What lay or lies at the output.
  package struct Output: Codable, Hashable {
    package var size: Int
    var modified: Int
    /// Nil where it is not known.
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
  /// Relative to the journal's output folder, or absolute.
  package var output: PathText
  package var input: Input
  package var recipe: RenderKey
  /// What `began` is to replace.
  package var replacing: Output?
  /// What `finished` has written.
  package var painting: Output?
  package var width: Int?
  package var height: Int?
  package var seconds: Double?
  package var device: String?
  /// What `failed` says, as the event of that name does.
  package var code: BatchEvent.FailureCode?
  package var reason: String?
}

/// Everything besides the photograph that decides a painting's bytes.
///
/// What is in it, field by field, stands in `RenderKey+Fields.swift`.
package struct RenderKey: Codable, Hashable, Sendable {
  /// The version of the list of fields; nil in journals that were begun before lists had one, which is 1.
  package var version: Int?
  /// As it was asked for.
  package var style: String
  /// The fingerprint of the network, its weights, the style's vectors, mixed, and the size that suits it.
  package var hash: String
  /// `name=value` for each option that changes bytes.
  package var options: String

  package init(version: Int? = nil, style: String, hash: String, options: String) {
    (self.version, self.style, self.hash, self.options) = (version, style, hash, options)
  }
}
