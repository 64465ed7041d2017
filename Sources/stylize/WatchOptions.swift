internal import ArgumentParser
internal import Files
package import FolderWatching

struct WatchOptions: ParsableArguments {
  @Option(help: "What to do with a photograph once it is painted: keep, move:FOLDER or delete.")
  var after = WatchRequest.After.keep

  @Option(
    help: ArgumentHelp(
      "Where to move photographs that can't be painted, each with the reason in a file beside it.",
      valueName: "folder"),
    completion: .directory)
  var failed: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Check the folder this often: 2s, 1m (default: changes are noticed at once; 2s on network drives).",
      valueName: "time"),
    transform: TimeLimit.parse)
  var poll: TimeLimit?

  func apply(to request: inout WatchRequest) {
    request.after = after
    request.failed = failed.map(Path.init(argument:))
    request.pollSeconds = poll?.seconds
  }
}

extension WatchRequest.After: ExpressibleByArgument {
  package init?(argument: String) {
    switch argument {
    case "keep": self = .keep
    case "delete": self = .delete
    default:
      guard argument.hasPrefix("move:"), argument.count > 5 else { return nil }
      self = .move(to: Path(argument: String(argument.dropFirst(5))))
    }
  }

  package var defaultValueDescription: String {
    switch self {
    case .keep: "keep"
    case .move(let folder): "move:\(folder)"
    case .delete: "delete"
    }
  }
}
