package import Files
package import ImageIO

/// One picture to paint: where it comes from and where the painting goes.
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

/// The bytes of a picture that is in no file, such as those that come through a pipe.
package struct ByteSource: Hashable, Sendable {
  /// The path under which a person knows it: `-`, or `/dev/fd/63`. No two have the same.
  package let path: Path
  /// The name in messages.
  package let name: String
  /// Gives all bytes. Called again when a device fails, or something is tried again.
  package let read: @Sendable () throws -> [UInt8]

  package init(path: Path, name: String, read: @escaping @Sendable () throws -> [UInt8]) {
    (self.path, self.name, self.read) = (path, name, read)
  }

  package static func == (a: ByteSource, b: ByteSource) -> Bool { a.path == b.path }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

/// The taker of a result's bytes that become no file, such as a pipe.
package struct ByteSink: Hashable, Sendable {
  /// The name in messages. No two have the same.
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
