package import Files
internal import Networks

/// An error that stops a picture on its way through the network.
package enum EngineError: Error, Hashable {
  case outOfMemory(neededBytes: Int, what: String)
  /// A stage computed NaN or infinity.
  case notFinite(stage: String)
  /// Values too large for the element type of their map came up while this stage was computed.
  case saturated(stage: String)
  /// All pixels of the finished picture have the same colour, though those of the photograph do
  /// not.
  case constantOutput
  case cancelled
  /// No plan stays inside the memory that was given. Sizes in bytes.
  case budgetTooSmall(leastBytes: Int, budgetBytes: Int)
  /// The scratch file can't be made, written or read. Sizes in bytes.
  case scratch(folder: String, neededBytes: Int, reason: Cause)
}

extension EngineError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outOfMemory(let bytes, let what):
      "no memory for \(what): \(bytes.megabytes) needed"
    case .notFinite(let stage):
      "stage '\(stage)' produced values that are not finite numbers"
    case .saturated(let stage):
      "stage '\(stage)' produced values too large for 16 bits"
    case .constantOutput:
      "the painting is a single colour though the photograph is not"
    case .cancelled:
      "cancelled"
    case .budgetTooSmall(let least, let budget):
      "\(budget.megabytes) of memory is not enough; \(least.megabytes) would do"
    case .scratch(let folder, let needed, let reason):
      "\(folder): no room for \(needed.megabytes) of scratch: \(reason)"
    }
  }
}
