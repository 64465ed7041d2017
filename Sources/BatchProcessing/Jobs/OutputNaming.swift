package import Files
internal import Glibc
package import ImageIO
package import StyleTransfer

/// An input that was found for a request.
package struct FoundInput {
  package var source: Job.Source
  /// The path relative to the scanned folder; only a name for files that were named.
  package var relative: Path

  package init(source: Job.Source, relative: Path) {
    self.source = source
    self.relative = relative
  }
}

/// Assigns outputs in a folder to inputs.
package struct OutputNaming {
  package let folder: Path
  package let template: OutputTemplate?
  /// The format of results; nil for each photograph's own.
  package let format: ImageFormat?
  /// The style as it appears in file names, with `:`, `,` and `/` replaced.
  package let style: String
  package let limits: ImageLimits
  // Asking libvips for a format a hundred thousand times would take a while.
  private var formats: [String: ImageFormat] = [:]

  /// - Throws: `ImageError` when the template's own suffix is of no writable format.
  package init(
    folder: Path, template: OutputTemplate?, format: ImageFormat?, style: String,
    limits: ImageLimits
  ) throws {
    self.folder = folder
    self.style = style.replacing(":", with: "-").replacing(",", with: "+").replacing("/", with: "_")
    self.limits = limits
    guard let suffix = template?.ownSuffix else {
      (self.template, self.format) = (template, format)
      return
    }
    let (_, named) = try ImageFormat.parse(output: suffix)
    self.format = try ImageFormat.agreed(asked: format, named: named, for: "output template")
    self.template = named?.options.isEmpty == false ? template?.withoutSaverOptions : template
  }

  /// - Throws: ``JobError`` when the template needs the photograph's size and it can't be read, or when the name is not
  ///   valid.
  package mutating func job(for input: FoundInput, index: Int) throws -> Job {
    let format = try format ?? ownFormat(of: input)
    guard let template else {
      let path = folder.appending(input.relative.withSuffix(format.suffix))
      return Job(source: input.source, destination: .file(path), format: format)
    }
    let name = input.relative.name
    let own = name.suffix
    let stem = own.map { Array(name.bytes.dropLast($0.utf8.count)) } ?? name.bytes
    let ext =
      own == format.suffix ? name.bytes.suffix(own!.utf8.count) : Array(format.suffix.utf8)[...]
    let parent = input.relative.folder
    var values = OutputTemplate.Values(
      dir: parent == "." ? Path(bytes: []) : parent, name: stem, style: style,
      ext: Array(ext.dropFirst()), index: index, date: Self.date(of: input.source))
    if template.uses(.width) || template.uses(.height) {
      guard case .file(let path) = input.source else {
        throw JobError.sizeUnknown(reason: "\(input.source): has no size before it is read")
      }
      do {
        let info = try ImageReader(.file(path), limits: limits).info
        (values.width, values.height) = (info.width, info.height)
      } catch {
        throw JobError.sizeUnknown(reason: "\(error)")
      }
    }
    let path = folder.appending(try template.path(values))
    return Job(source: input.source, destination: .file(path), format: format)
  }

  /// The photograph's own format where it can be written and suits a result, else PNG. Where there is no suffix, the
  /// file's first bytes tell the format.
  ///
  /// - Throws: `ImageError.library`.
  mutating func ownFormat(of input: FoundInput) throws -> ImageFormat {
    // A file that can't be read is reported when its turn comes.
    let suffix =
      switch input.source {
      case .file(let path): input.relative.suffix ?? ImageSuffix.suffix(of: path)
      case .stream: try? input.source.signature
      }
    if let known = formats[suffix ?? ""] { return known }
    let format = try ImageFormat(ownOf: suffix)
    formats[suffix ?? ""] = format
    return format
  }

  /// The date on which the photograph was last changed, as `YYYY-MM-DD` in the local time zone.
  private static func date(of source: Job.Source) -> String {
    var seconds = time(nil)
    if case .file(let path) = source, let facts = FileStatus(path) {
      seconds = facts.time.seconds
    }
    var day = tm()
    // The calendar doesn't cover all timestamps; those outside it get the date of the epoch.
    if localtime_r(&seconds, &day) == nil {
      seconds = 0
      localtime_r(&seconds, &day)
    }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Int(day.tm_year) + 1900)-\(two(day.tm_mon + 1))-\(two(day.tm_mday))"
  }
}

extension Job.Source {
  /// The suffix of the format that a stream's first bytes indicate. Reads the stream, which keeps its bytes.
  fileprivate var signature: String? {
    get throws {
      guard case .bytes(let bytes, _) = try input() else { return nil }
      return ImageSuffix.suffix(of: bytes.prefix(ImageSuffix.length))
    }
  }
}

extension Path {
  /// The path with the suffix of its last component replaced, or appended where it has none. A suffix that differs only
  /// in its case stays.
  func withSuffix(_ suffix: String) -> Path {
    guard let own = self.suffix, let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else {
      return Path(bytes: bytes + Array(suffix.utf8))
    }
    return own == suffix ? self : Path(bytes: bytes[..<dot] + Array(suffix.utf8))
  }
}
