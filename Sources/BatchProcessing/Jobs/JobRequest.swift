package import Files
package import ImageIO
package import StyleTransfer

/// A user's request: inputs, and the destinations of their results.
package struct JobRequest: Sendable {
  /// The inputs: files, folders, patterns such as `*.jpg`, or `-` for standard input.
  package var inputs: [Path]
  /// Further files and folders, from a list; relative ones keep their folders in the output. Nil without a list.
  package var listed: [Path]?
  /// The output: a file, a folder, or `-` for standard output.
  package var output: Path
  /// Whether folders inside folders are scanned too; their results go into a tree of the same shape.
  package var recursive = false
  /// The shell patterns that choose among the files found in folders and lists; see ``NamePatterns``.
  package var include: [Path] = []
  package var exclude: [Path] = []
  /// The format of results; nil takes the output's suffix, or else each photograph's own.
  package var format: ImageFormat?
  /// The template of results' names inside the output folder; nil for the photograph's path.
  package var template: OutputTemplate?
  /// The value of the template's `{style}`.
  package var style = ""
  /// The limits for reading photographs whose size the template needs.
  package var limits = ImageLimits()
  /// The results of earlier runs, by their absolute paths; they are never taken for photographs.
  package var paintings: Set<Path> = []
  /// The shard of the request to do; nil for all of it.
  package var shard: Shard?
  /// Returns the stream that an input names, such as `-`; nil for a file. By default all inputs are files.
  package var stream: @Sendable (Path) -> ByteSource? = { _ in nil }
  /// The sink of a single result whose output is `-`.
  package var standardOutput: ByteSink?

  package init(inputs: [Path], output: Path) {
    self.inputs = inputs
    self.output = output
  }

  /// The name by which the user asks for standard input or output.
  package static let standardStream: Path = "-"
}

extension JobRequest {
  /// Finds the pictures and assigns each an output. Nothing is written.
  ///
  /// Inputs that are missing, equal to their output, or meant for the output of another input are rejected one by one;
  /// the others remain.
  ///
  /// - Throws: ``JobError`` or `ImageError` when the request as a whole makes no sense.
  package func jobs() throws -> JobList {
    var list = JobList()
    let (inputs, single) = named
    if output == Self.standardStream {
      guard single, template == nil else {
        throw JobError.outputIsNoFolder(path: output, inputs: inputs.count)
      }
      list.jobs = [try jobToStandardOutput(inputs[0])]
      list.check()
      return list
    }
    if single, !goesIntoFolder {
      list.jobs = [try jobToFile(inputs[0])]
      list.check()
      return list
    }
    if let facts = FileStatus(output), facts.kind != .folder {
      throw JobError.outputIsNoFolder(path: output, inputs: inputs.count)
    }
    var naming = try OutputNaming(
      folder: output, template: template, format: format, style: style, limits: limits)
    var names: [Job.Source: Path] = [:]
    for (index, input) in findInputs(inputs, into: &list).enumerated() {
      if shard != nil { names[input.source] = input.relative }
      do {
        list.jobs.append(try naming.job(for: input, index: index + 1))
      } catch let error as JobError {
        list.reject(input.source, error)
      }
    }
    list.check()
    // Index numbers and clashes are those of the whole request, whichever shard is done.
    if let shard { list.keep(shard, names) }
    return list
  }

  /// The folder that results go to; nil for a single file and for standard output.
  package var outputFolder: Path? {
    guard output != Self.standardStream else { return nil }
    return named.isSingle && !goesIntoFolder ? nil : output
  }

  /// The inputs with patterns expanded, and whether they are a single picture, which may go to a file. The matches of a
  /// pattern go to a folder, however many there are at the moment.
  private var named: (inputs: [Path], isSingle: Bool) {
    let expanded = inputs.flatMap(\.expanded)
    let isSingle =
      expanded.count == 1 && expanded == inputs && listed == nil && !inputs[0].isPattern
      && FileStatus(expanded[0])?.kind != .folder
    return (expanded, isSingle)
  }

  private var goesIntoFolder: Bool {
    template != nil || FileStatus(output)?.kind == .folder || output.bytes.last == UInt8(ascii: "/")
  }

  private func source(_ input: Path) -> Job.Source {
    stream(input).map { .stream($0) } ?? .file(input)
  }

  private func jobToStandardOutput(_ input: Path) throws -> Job {
    var naming = try OutputNaming(
      folder: output, template: nil, format: nil, style: style, limits: limits)
    guard let standardOutput else { throw JobError.outputHasNoSuffix(path: output) }
    let input = FoundInput(source: source(input), relative: input)
    return Job(
      source: input.source, destination: .stream(standardOutput),
      format: try format ?? naming.ownFormat(of: input))
  }

  private func jobToFile(_ input: Path) throws -> Job {
    let hasSuffix = output.suffix != nil || output.bytes.contains(UInt8(ascii: "["))
    let (path, named) = hasSuffix ? try ImageFormat.parse(output: output) : (output, nil)
    guard let format = try ImageFormat.agreed(asked: format, named: named, for: path) else {
      throw JobError.outputHasNoSuffix(path: output)
    }
    return Job(
      source: source(input), destination: .file(path), format: format, isNamed: true)
  }

  /// The file that a single result goes to; nil for a folder and for standard output.
  package var outputFile: Path? {
    guard output != Self.standardStream, outputFolder == nil else { return nil }
    return (try? ImageFormat.parse(output: output).path) ?? output
  }

  /// Finds all inputs in order; the pictures of a folder take the folder's place.
  private func findInputs(_ inputs: [Path], into list: inout JobList) -> [FoundInput] {
    let patterns = NamePatterns(include: include, exclude: exclude)
    let scan = FolderScan(
      recursive: recursive, excluded: Set([FileStatus(output)?.identity].compactMap { $0 }),
      patterns: patterns,
      paintings: paintings)
    var found: [FoundInput] = []
    func add(_ input: Path, as relative: Path, above: Path) {
      guard FileStatus(input)?.kind == .folder else {
        found.append(FoundInput(source: source(input), relative: relative))
        return
      }
      do {
        let findings = try scan.pictures(in: input)
        list.leftOut += findings.leftOut
        list.passedOver.add(findings.passedOver)
        for fault in findings.faults { list.reject(.file(input), fault) }
        if findings.pictures.isEmpty, findings.faults.isEmpty {
          list.reject(.file(input), .noPictures(folder: input))
        }
        for picture in findings.pictures {
          found.append(
            FoundInput(
              source: .file(input.appending(picture)), relative: above.appending(picture)))
        }
      } catch let fault as JobError {
        list.reject(.file(input), fault)
      } catch {
        preconditionFailure("a scan throws JobError, not \(error)")
      }
    }
    for input in inputs {
      let name = input == Self.standardStream ? "standard-input" : input.name
      add(input, as: name, above: Path(bytes: []))
    }
    for input in listed ?? [] where patterns.takes(input) {
      add(input, as: input.kept, above: input.kept)
    }
    return found
  }
}

extension ImageFormat {
  /// Reconciles the requested format with the one that a name gives: they must be the same, since nobody expects a JPEG
  /// in a file called `.png`.
  ///
  /// - Throws: ``JobError/formatsDiffer(path:named:asked:)``.
  static func agreed(
    asked: ImageFormat?, named: ImageFormat?, for path: Path
  ) throws -> ImageFormat? {
    guard let asked, let named else { return asked ?? named }
    guard asked.isSameFormat(as: named),
      asked.options.isEmpty || named.options.isEmpty || asked.options == named.options
    else { throw JobError.formatsDiffer(path: path, named: named.text, asked: asked.text) }
    return named.options.isEmpty ? asked : named
  }

  private var text: String { options.isEmpty ? suffix : "\(suffix)[\(options)]" }
}

extension Path {
  /// The part of a listed path that is kept in the output: all of it where it is relative and stays below the folder it
  /// starts in, else only its name.
  fileprivate var kept: Path {
    let leadsOut = components.contains { $0.elementsEqual("..".utf8) }
    return bytes.first == UInt8(ascii: "/") || leadsOut ? name : normalised
  }
}
