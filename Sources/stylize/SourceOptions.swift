import ArgumentParser
import Foundation
import StylizeKit

/// What is painted of folders and lists.
struct SelectionOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Paint folders inside folders too.")
  var recursive = false

  @Option(help: "Of folders and lists, take only what matches a pattern; may be repeated.")
  var include: [String] = []

  @Option(help: "Of folders and lists, leave out what matches a pattern; may be repeated.")
  var exclude: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Paint only the Kth of N parts, or the one of this task of an array job: auto.",
      valueName: "K/N"),
    transform: ShardOption.parse)
  var shard: ShardOption?

  /// - Throws: `ShardError`.
  func apply(to request: inout JobRequest) throws {
    request.recursive = recursive
    request.include = include.map(PicturePath.init(argument:))
    request.exclude = exclude.map(PicturePath.init(argument:))
    request.shard = try shard?.shard()
  }
}

struct ListOptions: ParsableArguments {
  @Option(
    help: "Paint the files of a list, one to a line; - reads it from standard input.",
    completion: .file())
  var filesFrom: String?

  @Flag(name: [.customShort("0"), .long], help: "Zero bytes separate the list's names.")
  var null = false

  /// - Throws: `ImageError` when the list can't be read.
  func apply(to request: inout JobRequest) throws {
    request.listed = try filesFrom.map {
      try FileList.read(PicturePath(argument: $0), separatedByZero: null)
    }
  }
}
