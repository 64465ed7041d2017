public import Images

/// What a person asks for: inputs, and where their paintings go.
public struct JobRequest: Sendable {
  /// Files, folders, or `-` for standard input.
  public var inputs: [PicturePath]
  /// A file, a folder, or `-` for standard output.
  public var output: PicturePath
  /// Whether folders inside folders are painted too, into a tree of the same shape.
  public var recursive = false
  /// The paintings' format; nil takes the output's suffix, or else each photograph's own.
  public var format: PictureFormat?

  public init(inputs: [PicturePath], output: PicturePath) {
    self.inputs = inputs
    self.output = output
  }
}

/// The jobs of a request, in order, and the inputs for which there can be none.
public struct JobList: Sendable {
  public struct Rejection: Sendable {
    public var source: Job.Source
    public var error: JobError
  }

  public var jobs: [Job] = []
  public var rejections: [Rejection] = []

  /// Whether nothing is wrong but that there are no pictures.
  public var onlyLacksPictures: Bool {
    jobs.isEmpty
      && rejections.allSatisfy { if case .noPictures = $0.error { true } else { false } }
  }
}

extension JobRequest {
  static let standardStream: PicturePath = "-"

  /// Finds the pictures and gives each its output. Nothing is written.
  ///
  /// Inputs that are missing, equal to their output, or meant for an output that another input is
  /// meant for too are rejected, each for itself; the others remain.
  ///
  /// - Throws: ``JobError`` or `ImageError` when the request as a whole makes no sense.
  public func jobs() throws -> JobList {
    if output == Self.standardStream { return try jobsToStandardOutput() }
    let (path, named) = try parsedOutput()
    let intoFolder = FileFacts(output)?.kind == .folder || output.bytes.last == UInt8(ascii: "/")
    guard intoFolder || needsFolder else { return try jobToFile(path, named) }
    if let facts = FileFacts(output), facts.kind != .folder {
      throw JobError.outputIsNoFolder(path: output, inputs: inputs.count)
    }
    return try jobsToFolder()
  }

  /// Whether the inputs can't share one output file.
  private var needsFolder: Bool {
    inputs.count > 1 || FileFacts(inputs[0])?.kind == .folder
  }

  private func parsedOutput() throws -> (path: PicturePath, format: PictureFormat?) {
    needsFolder || output.suffix == nil && !output.bytes.contains(UInt8(ascii: "["))
      ? (output, nil) : try PictureFormat.parse(output: output)
  }

  private func jobsToStandardOutput() throws -> JobList {
    guard !needsFolder else {
      throw JobError.outputIsNoFolder(path: output, inputs: inputs.count)
    }
    let format = try format ?? ownFormat(of: inputs[0])
    return JobList(
      jobs: [Job(source: source(inputs[0]), destination: .standardOutput, format: format)])
  }

  private func jobToFile(_ path: PicturePath, _ named: PictureFormat?) throws -> JobList {
    guard let format = format ?? named else { throw JobError.outputHasNoSuffix(path: output) }
    return checked([Job(source: source(inputs[0]), destination: .file(path), format: format)])
  }

  private func jobsToFolder() throws -> JobList {
    var jobs: [Job] = []
    var rejections: [JobList.Rejection] = []
    func add(_ input: PicturePath, as relative: PicturePath) throws {
      let format = try format ?? ownFormat(of: input)
      let path = output.appending(relative.withSuffix(format.suffix))
      jobs.append(Job(source: source(input), destination: .file(path), format: format))
    }
    let scan = FolderScan(recursive: recursive, excluded: FileFacts(output)?.identity)
    for input in inputs {
      guard FileFacts(input)?.kind == .folder else {
        try add(input, as: input == Self.standardStream ? "standard-input" : input.name)
        continue
      }
      do {
        let pictures = try scan.pictures(in: input)
        if pictures.isEmpty { throw JobError.noPictures(folder: input) }
        for picture in pictures { try add(input.appending(picture), as: picture) }
      } catch let error as JobError {
        rejections.append(JobList.Rejection(source: .file(input), error: error))
      }
    }
    var list = checked(jobs)
    list.rejections = rejections + list.rejections
    return list
  }

  private func source(_ input: PicturePath) -> Job.Source {
    input == Self.standardStream ? .standardInput : .file(input)
  }

  /// The photograph's own format where it can be written and suits a painting, else PNG: a painting
  /// has more colours than GIF holds.
  private func ownFormat(of input: PicturePath) throws -> PictureFormat {
    if input == Self.standardStream { return try PictureFormat(suffix: ".jpg") }
    guard let suffix = input.suffix, suffix != ".gif", Images.formats.writable.contains(suffix)
    else { return try PictureFormat(suffix: ".png") }
    return try PictureFormat(suffix: suffix)
  }

  private func checked(_ jobs: [Job]) -> JobList {
    var list = JobList()
    var inputs: Set<FileFacts.Identity> = []
    var claims: [PicturePath: [PicturePath]] = [:]
    for case .file(let input) in jobs.map(\.source) {
      if let facts = FileFacts(input) { inputs.insert(facts.identity) }
    }
    for job in jobs {
      if case .file(let input) = job.source, case .file(let output) = job.destination {
        claims[output, default: []].append(input)
      }
    }
    for job in jobs {
      if let error = fault(of: job, inputs, claims) {
        list.rejections.append(JobList.Rejection(source: job.source, error: error))
      } else {
        list.jobs.append(job)
      }
    }
    return list
  }

  private func fault(
    of job: Job, _ inputs: Set<FileFacts.Identity>, _ claims: [PicturePath: [PicturePath]]
  ) -> JobError? {
    guard case .file(let input) = job.source else { return nil }
    guard FileFacts(input) != nil else { return .missingInput(path: input) }
    guard case .file(let output) = job.destination else { return nil }
    // Whoever paints over another input would destroy it before or after it has had its turn.
    if let facts = FileFacts(output), inputs.contains(facts.identity) {
      return .inputIsOutput(path: output)
    }
    if let other = claims[output]?.first(where: { $0 != input }) {
      return .clash(input: input, other: other, output: output)
    }
    return nil
  }
}

extension PicturePath {
  /// The path with the suffix of its last component replaced, or put on where it has none. A suffix
  /// that differs only in its case stays.
  func withSuffix(_ suffix: String) -> PicturePath {
    guard let own = self.suffix, let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else {
      return PicturePath(bytes: bytes + Array(suffix.utf8))
    }
    return own == suffix ? self : PicturePath(bytes: bytes[..<dot] + Array(suffix.utf8))
  }
}
