public import ArgumentParser
public import StylizeKit

struct WatchOptions: ParsableArguments {
  @Option(help: "What is done with a photograph that is painted: keep, move:FOLDER or delete.")
  var after = WatchRequest.After.keep

  @Option(
    help: ArgumentHelp(
      "Where photographs go that can't be painted, with the reason in a file beside each.",
      valueName: "folder"),
    completion: .directory)
  var failed: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Look at the folder this often: 2s, 1m (default: be told by the system; 2s on network file systems).",
      valueName: "time"),
    transform: TimeLimit.parse)
  var poll: TimeLimit?

  func apply(to request: inout WatchRequest) {
    request.after = after
    request.failed = failed.map(PicturePath.init(argument:))
    request.pollSeconds = poll?.seconds
  }
}

extension WatchRequest.After: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "keep": self = .keep
    case "delete": self = .delete
    default:
      guard argument.hasPrefix("move:"), argument.count > 5 else { return nil }
      self = .move(to: PicturePath(argument: String(argument.dropFirst(5))))
    }
  }

  public var defaultValueDescription: String {
    switch self {
    case .keep: "keep"
    case .move(let folder): "move:\(folder)"
    case .delete: "delete"
    }
  }
}
