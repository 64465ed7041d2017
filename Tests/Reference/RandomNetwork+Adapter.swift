package import Networks

extension RandomNetwork {
  package var convolutions: [Convolution] {
    graph.nodes.compactMap { node in
      if case .convolution(let convolution) = node.operation { convolution } else { nil }
    }
  }

  /// A random adapter: some layers absent, some of low rank, some in full, some both.
  package func adapter(seed: UInt64) -> Adapter {
    var random = SeededGenerator(seed: seed &* 7919)
    func tensor(_ shape: [Int], _ bound: Float) -> Tensor {
      Tensor(
        shape: shape,
        values: (0..<shape.reduce(1, *)).map { _ in Float.random(in: -bound...bound, using: &random)
        })
    }
    var adapter = Adapter()
    for convolution in convolutions {
      let shape = convolution.weightShape
      let bound = 1 / Float(shape[1] * shape[2] * shape[3]).squareRoot()
      let kind = Int.random(in: 0..<4, using: &random)
      var layer = Adapter.Layer()
      if kind == 1 || kind == 3 {
        let rank = Int.random(in: 1...9, using: &random)
        layer.lowRank = Adapter.LowRank(
          a: tensor([rank] + shape.dropFirst(), bound),
          b: tensor([shape[0], rank], 0.5 / Float(rank)))
      }
      if kind >= 2 { layer.difference = tensor(shape, 0.3 * bound) }
      if kind > 0 { adapter.layers[convolution.name] = layer }
    }
    return adapter
  }

  /// The weights `W + Σ weight · (B·A + D)`, as the formula says it.
  package func weights(_ parts: [(adapter: Adapter, weight: Float)]) -> Weights {
    var merged = weights
    for convolution in convolutions {
      let shape = convolution.weightShape
      let depth = shape[1] * shape[2] * shape[3]
      var sums = weights.tensors[convolution.weightName]!.values.map(Double.init)
      for (adapter, weight) in parts {
        guard let layer = adapter.layers[convolution.name] else { continue }
        for index in sums.indices {
          let (output, place) = (index / depth, index % depth)
          var change = layer.difference.map { Double($0.values[index]) } ?? 0
          if let pair = layer.lowRank {
            let rank = pair.a.shape[0]
            for row in 0..<rank {
              change +=
                Double(pair.b.values[output * rank + row])
                * Double(pair.a.values[row * depth + place])
            }
          }
          sums[index] += Double(weight) * change
        }
      }
      merged.tensors[convolution.weightName] = Tensor(shape: shape, values: sums.map { Float($0) })
    }
    return merged
  }

  /// The same network with the weights of a style.
  package func merged(with adapter: Adapter) -> RandomNetwork {
    RandomNetwork(graph, weights.merged(with: adapter), style)
  }
}
