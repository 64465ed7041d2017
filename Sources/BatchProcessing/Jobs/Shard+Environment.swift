internal import Foundation

/// The reason why a shard can't be determined.
package enum ShardError: Error, Hashable, CustomStringConvertible {
  /// None of the environment variables is set.
  case noArray
  case variable(name: String, found: String?, expected: String)
  /// The task numbers of a Slurm array leave gaps.
  case irregular(first: Int, last: Int, step: Int, count: Int)

  package var description: String {
    switch self {
    case .noArray:
      "found no array job: none of SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX and "
        + "JOB_COMPLETION_INDEX is set; expected one of them, or --shard K/N"
    case .variable(let name, let found, let expected):
      "the variable \(name) \(found.map { "is '\($0)'" } ?? "is not set"), expected \(expected)"
    case .irregular(let first, let last, let step, let count):
      "the array's tasks are \(count) from \(first) to \(last) in steps of \(step), expected no gaps"
    }
  }
}

extension Shard {
  /// The largest number that is accepted in a variable; no scheduler uses larger ones.
  private static let numberLimit = 1_000_000_000

  /// The shard of an array job's task, by the environment variables of Slurm, AWS Batch or Kubernetes.
  ///
  /// Slurm: `SLURM_ARRAY_TASK_ID`, `_MIN`, `_MAX`, `_STEP` and `_COUNT`. AWS Batch: `AWS_BATCH_JOB_ARRAY_INDEX` and
  /// `AWS_BATCH_JOB_ARRAY_SIZE`. Kubernetes: `JOB_COMPLETION_INDEX` and `JOB_COMPLETIONS`, which the job's manifest has
  /// to set.
  ///
  /// - Throws: ``ShardError``.
  package static func automatic(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Shard {
    func number(_ name: String, atLeast least: Int, or usual: Int? = nil) throws -> Int {
      if environment[name] == nil, let usual { return usual }
      guard let number = environment[name].flatMap({ Int($0) }),
        (least...max(least, Self.numberLimit)).contains(number)
      else {
        throw ShardError.variable(
          name: name, found: environment[name],
          expected: "a number from \(least) to \(Self.numberLimit)")
      }
      return number
    }
    func shard(_ indexName: String, _ countName: String) throws -> Shard {
      let (index, count) = (try number(indexName, atLeast: 0), try number(countName, atLeast: 1))
      guard index < count else {
        throw ShardError.variable(
          name: indexName, found: "\(index)", expected: "0 to \(count - 1), as \(countName) says")
      }
      return Shard(index + 1, of: count)
    }
    if environment["SLURM_ARRAY_TASK_ID"] != nil {
      let task = try number("SLURM_ARRAY_TASK_ID", atLeast: 0)
      let first = try number("SLURM_ARRAY_TASK_MIN", atLeast: 0)
      let last = try number("SLURM_ARRAY_TASK_MAX", atLeast: first)
      let step = try number("SLURM_ARRAY_TASK_STEP", atLeast: 1, or: 1)
      let count = try number("SLURM_ARRAY_TASK_COUNT", atLeast: 1)
      guard (last - first) / step + 1 == count, (first...last).contains(task),
        (task - first) % step == 0
      else { throw ShardError.irregular(first: first, last: last, step: step, count: count) }
      return Shard((task - first) / step + 1, of: count)
    }
    if environment["AWS_BATCH_JOB_ARRAY_INDEX"] != nil {
      return try shard("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE")
    }
    if environment["JOB_COMPLETION_INDEX"] != nil {
      return try shard("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS")
    }
    throw ShardError.noArray
  }
}
