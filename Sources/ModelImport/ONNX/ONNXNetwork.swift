internal import Networks
internal import StyleLibrary

extension ONNXModel {
  /// The network in our terms.
  ///
  /// - Throws: ``ModelError``, and `NetworkError` when the parts of the network do not fit.
  func imported(_ wishes: ImportChoices) throws -> ImportedNetwork {
    var choices = wishes
    if isOurs {
      let unit = PixelFormat(.unit)
      choices = ImportChoices(input: wishes.input ?? unit, output: wishes.output ?? unit)
    }
    let first = Size(height: inputSize.height ?? 256, width: inputSize.width ?? 320)
    var assumptions: [String] = []
    var output = choices.output
    if output == nil {
      var trial = ONNXInterpreter(self)
      let painting = try trial.run(size: first, input: choices.input ?? PixelFormat(.unit))
      let (range, isKnown) = Self.range(of: painting, in: trial.draft)
      output = PixelFormat(range)
      if !isKnown { assumptions.append("pictures out as \(output!), by the size of the weights") }
    }
    let input = choices.input ?? output!
    if choices.input == nil { assumptions.append("pictures in as \(input), as they come out") }

    let network = try walk(first, input, output!)
    if inputSize == (nil, nil) {
      let other = try walk(Size(height: 192, width: 128), input, output!)
      guard other.graph == network.graph, other.weights.tensors == network.weights.tensors else {
        throw ModelError.malformed(
          path: path, reason: "computes differently at different picture sizes")
      }
    } else {
      assumptions.append("pictures of any size, though the file says \(first)")
    }
    return ImportedNetwork(
      graph: network.graph, weights: network.weights, style: network.style,
      architecture: "ONNX opset \(opset)", input: input, output: output!, assumptions: assumptions)
  }

  private func walk(_ size: Size, _ input: PixelFormat, _ output: PixelFormat) throws
    -> (graph: Graph, weights: Weights, style: StyleVectors)
  {
    var interpreter = ONNXInterpreter(self)
    let painting = try interpreter.run(size: size, input: input)
    let value = try interpreter.draft.painting(painting.value, from: output)
    let (graph, weights, style) = try interpreter.draft.finished(value)
    return (graph, weights, style)
  }

  /// The range of a painting's colours, and whether that is certain.
  private static func range(of painting: ONNXInterpreter.Map, in draft: NetworkDraft)
    -> (PixelFormat.Range, isKnown: Bool)
  {
    if let range = painting.range {
      let isBytes = range.upperBound > 2
      return (isBytes ? .bytes : range.lowerBound < -0.25 ? .signed : .unit, true)
    }
    // Of rectified normed values, whose squares are about one, comes the weights' length.
    return ((draft.magnitude(of: painting.value) ?? 255) > 8 ? .bytes : .unit, false)
  }
}
