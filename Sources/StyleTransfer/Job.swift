public import Files
public import ImageIO

/// One picture to paint: where it comes from and where the painting goes.
public struct Job: Hashable, Sendable {
  public enum Source: Hashable, Sendable {
    case file(Path)
    case standardInput
    /// A pipe that this process was given open, by the name under which the shell passes it on:
    /// `/dev/fd/63`. It is read once, as standard input is.
    case stream(Path)
  }

  public enum Destination: Hashable, Sendable {
    case file(Path)
    case standardOutput
  }

  public var source: Source
  public var destination: Destination
  public var format: ImageFormat
  /// Whether somebody named this very file for this very photograph. A painting that was made there before
  /// may then be replaced, whatever it was painted from.
  public var isNamed: Bool

  public init(
    source: Source, destination: Destination, format: ImageFormat, isNamed: Bool = false
  ) {
    self.source = source
    self.destination = destination
    self.format = format
    self.isNamed = isNamed
  }
}

extension Job.Source {
  /// What a person typed: a file, `-` for standard input, or a stream that the shell passes on.
  public init(argument path: Path) {
    if path == Self.standardStream {
      self = .standardInput
    } else if FileStatus(path)?.kind != .other {
      self = .file(path)
    } else if path.normalised == "/dev/stdin" {
      self = .standardInput
    } else {
      self = path.openDescriptor == nil ? .file(path) : .stream(path)
    }
  }

  /// By this name a person asks for standard input or output.
  package static let standardStream: Path = "-"

  /// The file; nil for standard input and other streams.
  public var path: Path? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Destination {
  /// Nil for standard output.
  public var path: Path? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Source: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let path): path.description
    case .standardInput: "standard input"
    case .stream(let path): path.description
    }
  }
}

extension Job.Destination: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let path): path.description
    case .standardOutput: "standard output"
    }
  }
}

extension Job.Source {
  package func input() throws -> ImageInput {
    switch self {
    case .file(let path): .file(path)
    case .standardInput: .bytes(try StandardStream.picture.get())
    case .stream(let path):
      .bytes(try StandardStream.picture(of: path), name: path.description)
    }
  }
}
