internal import StyleLibrary

extension PickleReader {
  /// The value that a call of an allowed class or function stands for.
  mutating func rebuilt(_ callee: PickleValue, _ arguments: PickleValue) throws -> PickleValue {
    guard case .allowed(let allowed) = callee, case .tuple(let index) = arguments else {
      throw malformed("the pickle calls something that is no class")
    }
    let items = self.items(index)
    switch allowed {
    case .orderedDictionary: return try orderedDictionary(items)
    case .size, .untypedStorage, .storage, .element: return .opaque
    case .rebuildParameter:
      guard let tensor = items.first?.tensor else {
        throw malformed("a parameter without a tensor")
      }
      return .tensor(tensor)
    case .rebuildTensor:
      guard items.count >= 4, case .storage(let storage) = items[0], let offset = items[1].integer,
        let shape = integers(items[2]), let strides = integers(items[3])
      else { throw malformed("a tensor without storage, offset, shape or strides") }
      let tensor = TorchTensor(storage: storage, offset: offset, shape: shape, strides: strides)
      guard tensor.fitsStorage else {
        throw malformed("a tensor of shape \(shape) in a storage of \(storage.count) numbers")
      }
      return .tensor(tensor)
    }
  }

  /// Makes an ordered dictionary. Newer pickles make an empty one and fill it; Python 2 gave it a
  /// list of pairs.
  private mutating func orderedDictionary(_ arguments: [PickleValue]) throws -> PickleValue {
    guard let first = arguments.first else { return newDictionary([]) }
    guard case .list(let list) = first else { throw malformed("a dictionary made of no list") }
    let pairs = try items(list).map { item in
      guard case .list(let index) = item, items(index).count == 2 else {
        throw malformed("a dictionary made of something else than pairs")
      }
      return (key: items(index)[0], value: items(index)[1])
    }
    return newDictionary(pairs)
  }

  /// A reference to data outside the pickle: ('storage', class, key, device, count, …).
  mutating func persistent(_ reference: PickleValue) throws -> PickleValue {
    guard case .tuple(let index) = reference, items(index).count >= 5 else {
      throw malformed("a reference that is not to a storage")
    }
    let items = self.items(index)
    let element: TorchElement
    switch items[1] {
    case .allowed(.storage(let of)): element = of
    case .allowed(.untypedStorage): element = .uint8
    default: throw malformed("a reference that is not to a storage")
    }
    guard items[0].text == "storage", let key = items[2].text, let count = items[4].integer,
      (0...1 << 40).contains(count)
    else { throw malformed("a reference that is not to a storage") }
    let storage = TorchStorage(key: key, element: element, count: count)
    storages.append(storage)
    return .storage(storage)
  }

  private func integers(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let index) = value else { return nil }
    let numbers = items(index).compactMap(\.integer)
    return numbers.count == items(index).count ? numbers : nil
  }
}

extension TorchTensor {
  /// Whether all numbers of the tensor lie in its storage, and there are no more of them than it
  /// has.
  fileprivate var fitsStorage: Bool {
    guard shape.count == strides.count, shape.count <= SafetensorsHeader.rankLimit,
      offset >= 0, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 })
    else { return false }
    if shape.contains(0) { return true }
    var (count, last) = (1, offset)
    for (length, stride) in zip(shape, strides) {
      let (product, tooMany) = count.multipliedReportingOverflow(by: length)
      let (step, tooFar) = (length - 1).multipliedReportingOverflow(by: stride)
      let (end, tooLong) = last.addingReportingOverflow(step)
      guard !tooMany, !tooFar, !tooLong else { return false }
      (count, last) = (product, end)
    }
    return count <= storage.count && last < storage.count
  }
}
