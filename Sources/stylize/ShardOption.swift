import ArgumentParser
import BatchProcessing

/// The value of `--shard`: `3/8`, or `auto` in a task of an array job.
enum ShardOption {
  case named(Shard)
  case automatic

  @Sendable static func parse(_ text: String) throws -> ShardOption {
    if text == "auto" { return .automatic }
    guard let shard = Shard(text) else {
      throw ValidationError(
        "Found '\(text)', expected auto or K/N with K from 1 to N and N up to \(Shard.countLimit).")
    }
    return .named(shard)
  }

  /// - Throws: ``ShardError``.
  func shard() throws -> Shard {
    switch self {
    case .named(let shard): shard
    case .automatic: try Shard.automatic()
    }
  }
}
