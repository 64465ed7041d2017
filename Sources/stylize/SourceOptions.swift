import ArgumentParser
import BatchProcessing
import Files
import Foundation

/// The options that select the pictures of folders and lists.
struct SelectionOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Include the folders inside folders.")
  var recursive = false

  @Option(help: "From folders and lists, take only files that match this pattern; may be repeated.")
  var include: [String] = []

  @Option(help: "From folders and lists, leave out files that match this pattern; may be repeated.")
  var exclude: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Paint only the Kth of N parts; auto takes both from the array job.",
      valueName: "K/N"),
    completion: .list(["auto"]), transform: ShardOption.parse)
  var shard: ShardOption?

  /// - Throws: `ShardError`.
  func apply(to request: inout JobRequest) throws {
    request.recursive = recursive
    request.include = include.map(Path.init(argument:))
    request.exclude = exclude.map(Path.init(argument:))
    request.shard = try shard?.shard()
  }
}

struct ListOptions: ParsableArguments {
  @Option(
    help: "Paint the files in this list, one per line; - reads it from standard input.",
    completion: .file())
  var filesFrom: String?

  @Flag(name: [.customShort("0"), .long], help: "The names in the list end in zero bytes instead.")
  var null = false

  /// - Throws: `ImageError` when the list can't be read.
  func apply(to request: inout JobRequest) throws {
    request.listed = try filesFrom.map {
      let path = Path(argument: $0)
      guard path == JobRequest.standardStream else {
        return try FileList.read(path, separatedByZero: null)
      }
      return FileList.names(in: try StandardStream.read(), separatedByZero: null)
    }
  }
}
