/// An error in a network, its weights or a style for it.
package enum NetworkError: Error, Hashable {
  case channels(operation: String, expected: Int, found: Int)
  case sumOfDifferentSizes(left: Size, right: Size)
  case missingTensor(name: String, expected: [Int])
  case tensorShape(name: String, expected: [Int], found: [Int])
  case notFinite(tensor: String)
  case missingNorm(name: String)
  case normLength(name: String, vector: String, expected: Int, found: Int)
  /// An adapter holds a tensor that does not belong to one.
  case adapterTensor(name: String)
  /// One of the two factors of a layer's change is missing from an adapter.
  case adapterHalf(found: String, missing: String)
  /// An adapter changes a convolution that the network does not have.
  case adapterLayer(name: String)
  case adapterRank(layer: String, found: Int, allowed: ClosedRange<Int>)
  /// A map would have no pixels, or more on a side than can be counted safely.
  case mapSize(stage: String, input: Size, output: Size)
  /// The network gives back a picture smaller than the one it was given.
  case outputTooSmall(input: Size, output: Size)
}

extension NetworkError: CustomStringConvertible {
  package var description: String {
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
    case .adapterTensor(let name):
      "tensor '\(name)' is none of <layer>.a, <layer>.b and <layer>.delta"
    case .adapterHalf(let found, let missing):
      "tensor '\(found)' is there without '\(missing)'"
    case .adapterLayer(let name):
      "the adapter changes a convolution '\(name)', which the network does not have"
    case .adapterRank(let layer, let found, let allowed):
      "the adapter has rank \(found) for '\(layer)', allowed are \(allowed)"
    case .mapSize(let stage, let input, let output):
      "stage '\(stage)' makes a map of \(output) from one of \(input)"
    case .outputTooSmall(let input, let output):
      "the network makes a picture of \(output) from one of \(input)"
    }
  }
}
