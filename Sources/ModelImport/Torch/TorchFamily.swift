internal import Networks
internal import StyleLibrary

/// The published networks of Johnson's family, told apart by the names of their layers. Properties
/// that names and shapes don't show are those of the published programs.
enum TorchFamily: String, CaseIterable {
  /// github.com/pytorch/examples, fast_neural_style
  case pytorchExamples = "PyTorch examples, fast neural style"
  /// github.com/gordicaleksa/pytorch-neural-style-transfer-johnson
  case johnson = "Johnson, ImageNet colours"
  /// github.com/rrmina/fast-neural-style-pytorch, with transposed convolutions
  case transposed = "Johnson, transposed convolutions"
  /// github.com/lengstrom/fast-style-transfer as a checkpoint: zero padding, 150 · tanh + 127.5
  case fastStyleTransfer = "fast-style-transfer"
  /// github.com/junyanz/pytorch-CycleGAN-and-pix2pix, the generator of residual blocks
  case cycleGAN = "CycleGAN generator"
  case other = "a network of Johnson's shape"

  init(_ layers: [TorchLayer], hasTransposed: Bool) {
    let names = layers.map(\.name)
    func starts(_ prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
    if starts("deconv1.conv2d") {
      self = .pytorchExamples
    } else if starts("up1.conv2d") {
      self = .johnson
    } else if names.contains(where: { $0.contains(".conv_block.") }), hasTransposed {
      self = .cycleGAN
    } else if starts("DeconvBlock") {
      self = .transposed
    } else if hasTransposed {
      self = .fastStyleTransfer
    } else {
      self = .other
    }
  }

  var format: PixelFormat {
    switch self {
    case .johnson: PixelFormat(.imageNet)
    case .cycleGAN: PixelFormat(.signed)
    default: PixelFormat(.bytes)
    }
  }

  func padding(stride: Int) -> Padding {
    switch self {
    case .fastStyleTransfer: .zero
    case .cycleGAN: stride > 1 ? .zero : .reflection
    default: .reflection
    }
  }

  /// The factor and the shift of the tanh at the end; nil where there is none.
  var tangent: (scale: Double, shift: Double)? {
    switch self {
    case .fastStyleTransfer: (150, 127.5)
    case .cycleGAN: (1, 0)
    default: nil
    }
  }

  var assumptions: [String] {
    switch self {
    case .pytorchExamples, .johnson, .cycleGAN: []
    case .transposed:
      ["no tanh at the end (the names do not tell)"]
    case .fastStyleTransfer:
      ["zero padding and 150·tanh + 127.5 at the end, as in fast-style-transfer"]
    case .other:
      ["reflection padding, nearest-neighbour enlargement and nothing after the last convolution"]
    }
  }
}
