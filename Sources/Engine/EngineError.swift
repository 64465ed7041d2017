/// What can go wrong while a picture goes through the network.
public enum EngineError: Error, Hashable {
  case outOfMemory(neededBytes: Int, what: String)
  /// A stage made NaN or infinity.
  case notFinite(stage: String)
  /// Every pixel of the finished picture has one colour though the photograph has not.
  case constantOutput
  case cancelled
}

extension EngineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfMemory(let bytes, let what):
      "no memory for \(what): \(bytes) bytes needed"
    case .notFinite(let stage):
      "stage '\(stage)' made values that are not finite numbers"
    case .constantOutput:
      "the painting is a single colour though the photograph is not"
    case .cancelled:
      "cancelled"
    }
  }
}
