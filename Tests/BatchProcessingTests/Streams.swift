import Files
import StyleTransfer

extension Job.Source {
  /// A stream without a byte, where a test asks only that it is no file.
  static let standardInput = Job.Source.stream(
    ByteSource(path: "-", name: "standard input") { [] })
}

extension Job.Destination {
  static let standardOutput = Job.Destination.stream(ByteSink(name: "standard output") { _ in })
}
