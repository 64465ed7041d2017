package import Files
internal import Networks

/// An error in a model file, a pack or a style that was asked for.
package enum ModelError: Error, Hashable {
  case unreadable(path: String, reason: Cause)
  case unwritable(path: String, reason: Cause)
  /// The file is larger than any file of its kind needs to be. Sizes in bytes.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The file does not follow the format of its kind.
  case malformed(path: String, reason: String)
  case missingTensor(path: String, name: String)
  /// The tensor's numbers are of a type that can't be read.
  case unsupportedElement(path: String, tensor: String, element: String, supported: [String])
  /// A pack names a file outside its folder.
  case outsidePack(folder: String, file: String)
  /// The pack has a format that can't be read.
  ///
  /// - Parameter supported: the newest format that can be read.
  case unsupportedFormat(path: String, found: Int, supported: Int)
  /// A style was made for other weights than its network has; both are SHA-256 in hexadecimal digits.
  case otherTrunk(path: String, weights: String, found: String, expected: String)
  case unknownArchitecture(path: String, found: String, known: [String])
  /// A checkpoint names something that is not a tensor, and that would have to be executed.
  case forbiddenClass(path: String, name: String)
  /// No known network has these tensors.
  case unrecognisedNetwork(path: String, expected: String, found: [String])
  /// The network uses an operation that can't be imported, or not in this way.
  case unsupportedOperation(path: String, node: String, operation: String, reason: String)
  /// The network has more weights than any style network needs.
  case tooManyWeights(count: Int, limit: Int)
  case packExists(folder: String)
  case fileExists(path: String)

  case unknownStyle(name: String, nearest: [String], folders: [String])
  case unknownNetwork(name: String, style: String, folders: [String])
  /// A style's name or alias is taken by an earlier pack.
  case nameTaken(name: String, pack: String, by: String)
  case malformedMix(text: String, reason: String)
  case mixOfNetworks(style: String, network: String, other: String, otherNetwork: String)
  case strengthOutOfRange(found: Double, allowed: ClosedRange<Double>)
  /// Strength is a mix with the identity, and this network has none.
  case noIdentity(network: String, folders: [String])
}

extension ModelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): can't be read: \(reason)"
    case .unwritable(let path, let reason): "\(path): can't be written: \(reason)"
    case .tooLarge(let path, let bytes, let limit):
      "\(path): found \(bytes.megabytes), expected at most \(limit.megabytes)"
    case .malformed(let path, let reason): "\(path): \(reason)"
    case .missingTensor(let path, let name): "\(path): has no tensor '\(name)'"
    case .unsupportedElement(let path, let tensor, let element, let supported):
      "\(path): tensor '\(tensor)' is of type \(element), supported are \(list(supported))"
    case .outsidePack(let folder, let file):
      "\(folder): names the file '\(file)', which is not inside the pack"
    case .unsupportedFormat(let path, let found, let supported):
      "\(path): has format \(found), supported is \(supported)\(supported > 1 ? " and older" : "")"
    case .otherTrunk(let path, let weights, let found, let expected):
      "\(path): belongs to another trunk: \(weights) has the SHA-256 \(found), expected \(expected)"
    case .unknownArchitecture(let path, let found, let known):
      "\(path): has the architecture '\(found)', known are \(list(known))"
    case .forbiddenClass(let path, let name):
      "\(path): holds an object of class '\(name)', which is not read here;"
        + " save the state dictionary alone"
    case .unrecognisedNetwork(let path, let expected, let found):
      "\(path): expected \(expected); found \(found.isEmpty ? "no tensors" : list(found))"
    case .unsupportedOperation(let path, let node, let operation, let reason):
      "\(path): node '\(node)' (\(operation)): \(reason)"
    case .tooManyWeights(let count, let limit):
      "the network needs \(count) weights, at most \(limit) are allowed"
    case .packExists(let folder): "\(folder): already exists"
    case .fileExists(let path): "\(path): already exists"
    case .unknownStyle(let name, let nearest, let folders):
      "there is no style '\(name)'"
        + (nearest.isEmpty
          ? " in \(folders.isEmpty ? "no folders" : list(folders))"
          : "; did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?")
    case .unknownNetwork(let name, let style, let folders):
      "style '\(style)' needs the network '\(name)', which is not in \(list(folders))"
    case .nameTaken(let name, let pack, let earlier):
      "\(pack): the name '\(name)' belongs to \(earlier)"
    case .malformedMix(let text, let reason): "style '\(text)': \(reason)"
    case .mixOfNetworks(let style, let network, let other, let otherNetwork):
      "styles of different networks can't be mixed: '\(style)' is of '\(network)',"
        + " '\(other)' of '\(otherNetwork)'"
    case .strengthOutOfRange(let found, let allowed):
      "strength \(found) is outside \(allowed.lowerBound) to \(allowed.upperBound)"
    case .noIdentity(let network, let folders):
      "network '\(network)' has no identity style, so strength can only be 1;"
        + " looked in \(list(folders))"
    }
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
