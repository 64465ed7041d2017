internal import Foundation
internal import Images

/// One line of a journal.
struct JournalEntry: Codable {
  enum Event: String, Codable {
    /// A painting is about to be written. Where a process ends before the line that says `finished`,
    /// this one tells whether what lies at the output is the painting or what it was to replace.
    case began
    case finished
    /// No painting was made.
    case failed
  }

  /// What tells a photograph from another, or from itself after a change.
  struct Input: Codable, Hashable {
    var path: PathText
    /// Bytes.
    var size: Int
    /// Nanoseconds since 1970.
    var modified: Int
    var hash: String
  }

  /// What lay or lies at the output.
  struct Output: Codable, Hashable {
    var size: Int
    var modified: Int
    /// Nil where it is not known.
    var hash: String?

    init(_ facts: FileFacts, hash: String? = nil) {
      (size, modified, self.hash) = (facts.size, facts.modified, hash)
    }

    func isUntouched(_ facts: FileFacts) -> Bool {
      size == facts.size && modified == facts.modified
    }
  }

  var event: Event
  var time: String
  /// Relative to the journal's output folder, or absolute.
  var output: PathText
  var input: Input
  var recipe: Recipe
  /// What `began` is to replace.
  var replacing: Output?
  /// What `finished` has written.
  var painting: Output?
  var width: Int?
  var height: Int?
  var seconds: Double?
  var device: String?
  /// What `failed` says, as the event of that name does.
  var code: BatchEvent.FailureCode?
  var reason: String?
}

/// Everything besides the photograph that decides a painting's bytes.
///
/// What is in it, field by field, stands in `Recipe+Facts.swift`.
package struct Recipe: Codable, Hashable, Sendable {
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
