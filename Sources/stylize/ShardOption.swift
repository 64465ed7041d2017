import ArgumentParser
import StylizeKit

/// `--shard 3/8`, or `--shard auto` in a task of an array job.
enum ShardOption: ExpressibleByArgument {
  case named(Shard)
  case automatic

  init?(argument: String) {
    if argument == "auto" {
      self = .automatic
    } else if let shard = Shard(argument) {
      self = .named(shard)
    } else {
      return nil
    }
  }

  /// - Throws: ``ShardError``.
  func shard() throws -> Shard {
    switch self {
    case .named(let shard): shard
    case .automatic: try Shard.automatic()
    }
  }
}
