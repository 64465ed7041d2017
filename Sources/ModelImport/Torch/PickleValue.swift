/// A value that a pickle's opcodes make. Containers live in the reader's arena and are referred to
/// by number, so that no nesting, however deep or cyclic, is walked when values are released.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case text(String)
  case bytes
  case list(Int)
  case tuple(Int)
  case dictionary(Int)
  case allowed(AllowedClass)
  case storage(TorchStorage)
  case tensor(TorchTensor)
  /// An allowed value whose contents are not needed.
  case opaque
  case mark

  var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var tensor: TorchTensor? {
    if case .tensor(let tensor) = self { tensor } else { nil }
  }
}

/// The classes and functions that a checkpoint may name. They are interpreted, never called.
enum AllowedClass {
  case orderedDictionary
  case size
  case rebuildTensor
  case rebuildParameter
  case storage(TorchElement)
  case untypedStorage
  case element(TorchElement)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch", "Size"): self = .size
    case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
      self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch.storage", "UntypedStorage"), ("torch", "UntypedStorage"): self = .untypedStorage
    case ("torch", _):
      if let element = TorchElement.storages[name] {
        self = .storage(element)
      } else if let element = TorchElement(rawValue: name) {
        self = .element(element)
      } else {
        return nil
      }
    default: return nil
    }
  }
}

/// The type in which PyTorch stores a number.
enum TorchElement: String {
  case float32, float16, bfloat16, float64, int64, int32, int16, int8, uint8, bool

  static let storages: [String: TorchElement] = [
    "FloatStorage": .float32, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    "DoubleStorage": .float64, "LongStorage": .int64, "IntStorage": .int32,
    "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
  ]

  var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }
}

/// A sequence of numbers, by the key under which the file keeps them.
struct TorchStorage {
  var key: String
  var element: TorchElement
  var count: Int
}

/// A tensor as a strided view of a storage.
struct TorchTensor {
  var storage: TorchStorage
  var offset: Int
  var shape: [Int]
  var strides: [Int]
}
