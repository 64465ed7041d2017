public import Images

/// One picture to paint: where it comes from and where the painting goes.
public struct Job: Hashable, Sendable {
  public enum Source: Hashable, Sendable {
    case file(PicturePath)
    case standardInput
  }

  public enum Destination: Hashable, Sendable {
    case file(PicturePath)
    case standardOutput
  }

  public var source: Source
  public var destination: Destination
  public var format: PictureFormat

  public init(source: Source, destination: Destination, format: PictureFormat) {
    self.source = source
    self.destination = destination
    self.format = format
  }
}

extension Job.Source {
  /// Nil for standard input.
  public var path: PicturePath? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Destination {
  /// Nil for standard output.
  public var path: PicturePath? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Source: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let path): path.description
    case .standardInput: "standard input"
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
