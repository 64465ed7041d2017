package import Files
package import ImageIO
package import StyleTransfer

/// What a person asks for: inputs, and where their paintings go.
package struct JobRequest: Sendable {
  /// Files, folders, patterns such as `*.jpg`, or `-` for standard input.
  package var inputs: [Path]
  /// Further files and folders, from a list. Relative ones keep their folders in the output.
  package var listed: [Path]?
  /// A file, a folder, or `-` for standard output.
  package var output: Path
  /// Whether folders inside folders are painted too, into a tree of the same shape.
  package var recursive = false
  /// Shell patterns; see ``NamePatterns``. They choose among what is found in folders and lists.
  package var include: [Path] = []
  package var exclude: [Path] = []
  /// The paintings' format; nil takes the output's suffix, or else each photograph's own.
  package var format: ImageFormat?
  /// What paintings are called inside the output folder; nil for the photograph's path.
  package var template: OutputTemplate?
  /// What stands for `{style}`.
  package var style = ""
  /// Of photographs whose size is asked for in the template.
  package var limits = ImageLimits()
  /// Paintings of earlier runs by their absolute paths, which are never taken for photographs.
  package var paintings: Set<Path> = []
  /// The part that is done here; nil for all.
  package var shard: Shard?
  /// The inputs that are streams of this process; whoever reads none takes all for files.
  package var stream: @Sendable (Path) -> ByteSource? = { _ in nil }
  /// Where a single result goes whose output is `-`.
  package var standardOutput: ByteSink?

  package init(inputs: [Path], output: Path) {
    self.inputs = inputs
    self.output = output
  }

  /// The name by which a person asks for standard input or output.
  package static let standardStream: Path = "-"
}

extension JobRequest {
  /// Finds the pictures and gives each its output. Nothing is written.
  ///
  /// Inputs that are missing, equal to their output, or meant for an output that another input is
  /// meant for too are rejected, each for itself; the others remain.
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
    // Numbers in names and clashes are those of the whole, whoever paints it.
    if let shard { list.keep(shard, names) }
    return list
  }

  /// The folder that paintings go to; nil for a single file and for standard output.
  package var outputFolder: Path? {
    guard output != Self.standardStream else { return nil }
    return named.isSingle && !goesIntoFolder ? nil : output
  }

  /// What was named, patterns expanded, and whether it is one picture, which can go to a file. What a
  /// pattern stands for goes to a folder, however many there are at the moment.
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

  /// The file that a single painting goes to; nil for a folder and for standard output.
  package var outputFile: Path? {
    guard output != Self.standardStream, outputFolder == nil else { return nil }
    return (try? ImageFormat.parse(output: output).path) ?? output
  }

  /// All inputs in order; folders are scanned where they stand.
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
  /// The format that was asked for and the one that a name says, which have to be the same: nobody expects
  /// a JPEG in a file called `.png`.
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
  /// What a listed path keeps of its folders in the output: all where it is relative and stays below
  /// the folder it starts in, else only its name.
  fileprivate var kept: Path {
    let leadsOut = components.contains { $0.elementsEqual("..".utf8) }
    return bytes.first == UInt8(ascii: "/") || leadsOut ? name : normalised
  }
}
