package import Files
package import ImageIO

/// One picture to render: its source and the destination of the result.
package struct Job: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    case file(Path)
    case stream(ByteSource)
  }

  package enum Destination: Hashable, Sendable {
    case file(Path)
    case stream(ByteSink)
  }

  package var source: Source
  package var destination: Destination
  package var format: ImageFormat
  /// Whether the user named this very output for this very input. A result that an earlier run wrote there may then be
  /// replaced, whatever picture it was rendered from.
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

/// The bytes of a picture that is in no file, such as those that come through a pipe.
package struct ByteSource: Hashable, Sendable {
  /// The path by which the user knows it: `-`, or `/dev/fd/63`. Unique among sources.
  package let path: Path
  /// The name in messages.
  package let name: String
  /// Returns all bytes. Called again when a device fails or a step is retried.
  package let read: @Sendable () throws -> [UInt8]

  package init(path: Path, name: String, read: @escaping @Sendable () throws -> [UInt8]) {
    (self.path, self.name, self.read) = (path, name, read)
  }

  package static func == (a: ByteSource, b: ByteSource) -> Bool { a.path == b.path }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

/// The receiver of a result's bytes that don't go to a file, such as a pipe.
package struct ByteSink: Hashable, Sendable {
  /// The name in messages. Unique among sinks.
  package let name: String
  /// Takes all bytes.
  package let write: @Sendable ([UInt8]) throws -> Void

  package init(name: String, write: @escaping @Sendable ([UInt8]) throws -> Void) {
    (self.name, self.write) = (name, write)
  }

  package static func == (a: ByteSink, b: ByteSink) -> Bool { a.name == b.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Job.Source {
  /// The file; nil for a stream.
  package var path: Path? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Destination {
  /// The file; nil for a stream.
  package var path: Path? { if case .file(let path) = self { path } else { nil } }
}

extension Job.Source: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let path): path.description
    case .stream(let stream): stream.name
    }
  }
}

extension Job.Destination: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let path): path.description
    case .stream(let stream): stream.name
    }
  }
}

extension Job.Source {
  package func input() throws -> ImageInput {
    switch self {
    case .file(let path): .file(path)
    case .stream(let stream): .bytes(try stream.read(), name: stream.name)
    }
  }
}
