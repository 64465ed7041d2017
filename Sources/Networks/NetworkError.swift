/// What can be wrong with a network, its weights or a style for it.
public enum NetworkError: Error, Hashable {
  case channels(operation: String, expected: Int, found: Int)
  case sumOfDifferentSizes(left: Size, right: Size)
  case missingTensor(name: String, expected: [Int])
  case tensorShape(name: String, expected: [Int], found: [Int])
  case notFinite(tensor: String)
  case missingNorm(name: String)
  case normLength(name: String, vector: String, expected: Int, found: Int)
  /// A map would have no pixels, or more on a side than can be counted safely.
  case mapSize(stage: String, input: Size, output: Size)
  /// The network gives back a picture smaller than the one it was given.
  case outputTooSmall(input: Size, output: Size)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .channels(let operation, let expected, let found):
      "\(operation) expects \(expected) channels and is given \(found)"
    case .sumOfDifferentSizes(let left, let right):
      "sum expects two maps of one size and is given \(left) and \(right)"
    case .missingTensor(let name, let expected):
      "tensor '\(name)' of shape \(expected) is missing from the weights"
    case .tensorShape(let name, let expected, let found):
      "tensor '\(name)' has shape \(found), expected \(expected)"
    case .notFinite(let tensor):
      "tensor '\(tensor)' holds a value that is not a finite number"
    case .missingNorm(let name):
      "the style has no vectors for norm '\(name)'"
    case .normLength(let name, let vector, let expected, let found):
      "the style's \(vector) for norm '\(name)' has \(found) channels, expected \(expected)"
    case .mapSize(let stage, let input, let output):
      "stage '\(stage)' makes a map of \(output) from one of \(input)"
    case .outputTooSmall(let input, let output):
      "the network makes a picture of \(output) from one of \(input)"
    }
  }
}
