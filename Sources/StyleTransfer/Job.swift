package import Files
package import ImageIO

/// One picture to paint: where it comes from and where the painting goes.
package struct Job: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    case file(Path)
    case standardInput
    /// A pipe that this process was given open, by the name under which the shell passes it on:
    /// `/dev/fd/63`. It is read once, as standard input is.
    case stream(Path)
  }

  package enum Destination: Hashable, Sendable {
    case file(Path)
    case standardOutput
  }

  package var source: Source
  package var destination: Destination
  package var format: ImageFormat
  /// Whether somebody named this very file for this very photograph. A painting that was made there before
  /// may then be replaced, whatever it was painted from.
  package var isNamed: Bool

  package init(
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
  package init(argument path: Path) {
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
  package var path: Path? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Destination {
  /// Nil for standard output.
  package var path: Path? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Source: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let path): path.description
    case .standardInput: "standard input"
    case .stream(let path): path.description
    }
  }
}

extension Job.Destination: CustomStringConvertible {
  package var description: String {
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
