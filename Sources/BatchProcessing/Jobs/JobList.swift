package import Files
package import StyleTransfer

/// The jobs of a request, in order, and the inputs without a job.
package struct JobList: Sendable {
  package struct Rejection: Sendable {
    package var source: Job.Source
    package var error: JobError
  }

  package var jobs: [Job] = []
  package var rejections: [Rejection] = []
  /// The files in folders that look like photographs but were passed over.
  package var leftOut: [SkippedInput] = []
  /// The files in folders that were not recognised as pictures.
  package var passedOver = UnrecognisedFiles()

  package init() {}

  /// Whether the only thing wrong is that there are no pictures.
  package var onlyLacksPictures: Bool {
    jobs.isEmpty
      && rejections.allSatisfy { if case .noPictures = $0.error { true } else { false } }
  }

  package mutating func reject(_ source: Job.Source, _ error: JobError) {
    rejections.append(Rejection(source: source, error: error))
  }
}

extension JobList {
  /// Keeps the jobs and rejections that belong to a shard. Every shard keeps the rejections of
  /// folders without pictures.
  ///
  /// - Parameter names: the relative paths of the inputs.
  package mutating func keep(_ shard: Shard, _ names: [Job.Source: Path]) {
    func isOurs(_ source: Job.Source) -> Bool {
      shard.takes(names[source] ?? source.path ?? JobRequest.standardStream)
    }
    jobs.removeAll { !isOurs($0.source) }
    rejections.removeAll {
      if case .noPictures = $0.error { false } else { !isOurs($0.source) }
    }
  }

  /// Rejects jobs that can't be done: those whose input is missing or an unfinished output, those
  /// that would overwrite an input, and all that claim the output of another. An input that was
  /// named twice is rendered once.
  package mutating func check() {
    var inputs: Set<FileStatus.Identity> = []
    var claims: [Path: [(input: Path, identity: FileStatus.Identity?)]] = [:]
    for job in jobs {
      guard case .file(let input) = job.source else { continue }
      let identity = FileStatus(input)?.identity
      if let identity { inputs.insert(identity) }
      guard case .file(let output) = job.destination else { continue }
      claims[output, default: []].append((input, identity))
    }
    let all = jobs
    jobs = []
    var taken: Set<Path> = []
    for job in all {
      guard case .file(let input) = job.source else {
        jobs.append(job)
        continue
      }
      guard let facts = FileStatus(input) else {
        reject(job.source, .missingInput(path: input))
        continue
      }
      if input.isTemporaryOutput {
        reject(job.source, .unfinishedOutput(path: input))
      } else if case .file(let output) = job.destination {
        if let there = FileStatus(output), inputs.contains(there.identity) {
          // Overwriting another input would destroy it before or after its turn.
          reject(job.source, .inputIsOutput(path: output))
        } else if let other = claims[output]?.first(where: { $0.identity != facts.identity }) {
          reject(job.source, .clash(input: input, other: other.input, output: output))
        } else if taken.insert(output).inserted {
          jobs.append(job)
        }
      } else {
        jobs.append(job)
      }
    }
  }
}
