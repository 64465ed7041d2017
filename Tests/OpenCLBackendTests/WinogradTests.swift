import CPUBackend
import Engine
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  @Suite struct WinogradTests {
    struct Layout: Sendable {
      var channels: (Int, Int)
      var upsampling = 1
      var enlargement = Enlargement.nearest
      var padding = Padding.reflection
      var size: Size
    }

    static let layouts: [Layout] = [
      Layout(channels: (16, 16), size: Size(height: 1, width: 1)),
      Layout(channels: (19, 16), size: Size(height: 5, width: 3)),
      Layout(channels: (16, 40), size: Size(height: 17, width: 33)),
      Layout(channels: (32, 19), padding: .zero, size: Size(height: 23, width: 50)),
      Layout(channels: (24, 20), upsampling: 2, size: Size(height: 9, width: 21)),
      Layout(
        channels: (16, 20), upsampling: 2, enlargement: .zeros, padding: .zero,
        size: Size(height: 11, width: 15)),
      Layout(channels: (20, 24), upsampling: 2, padding: .zero, size: Size(height: 13, width: 6)),
    ]

    private func network(_ layout: Layout) throws -> RandomNetwork {
      var graph = Graph()
      let (inner, outer) = layout.channels
      var x = try graph.convolution(graph.input, Convolution("a", from: 3, to: inner, kernel: 1))
      x = graph.activation(try graph.norm(x, Norm("a", channels: inner)), .relu)
      let winograd = Convolution("b", from: inner, to: outer, kernel: 3, padding: layout.padding)
      x =
        layout.enlargement == .zeros
        ? graph.insertZeros(x, by: layout.upsampling) : graph.upsample(x, by: layout.upsampling)
      x = try graph.convolution(x, winograd)
      x = try graph.norm(x, Norm("b", channels: outer))
      x = try graph.convolution(x, Convolution("c", from: outer, to: 3, kernel: 1))
      graph.output = graph.activation(x, .sigmoid)
      return RandomNetwork(graph, seed: UInt64(outer))
    }

    @Test(arguments: layouts.indices) func equalsReference(index: Int) throws {
      let layout = Self.layouts[index]
      let network = try network(layout)
      let picture = testPicture(layout.size, seed: 4)
      let painting = try paint(network, picture, layout.size, on: #require(sharedBackend))
      let expected = try reference(network, picture, layout.size)
      #expect(worstDifference(painting, expected) < 1e-4)
    }

    /// Without this the other tests would compare the implicit product with itself.
    @Test func isChosenWhereItPays() throws {
      let network = try network(Self.layouts[2])
      let prepared = try PreparedNetwork(
        StagedNetwork(network.graph), weights: network.weights, on: #require(sharedBackend))
      let algorithms = prepared.kernels.map(\.algorithm)
      #expect(algorithms == [.implicitProduct, .winograd, .implicitProduct, .none])
    }

    /// Whatever part of a call the workspace has room for.
    @Test func workspaceChangesNoByte() throws {
      let size = Size(height: 75, width: 70)
      let network = try network(
        Layout(channels: (16, 20), upsampling: 1, padding: .zero, size: size))
      let picture = testPicture(size, seed: 9)
      let whole = try paint(network, picture, size, on: #require(sharedBackend))
      for blocks in [1, 3, 7] {
        var tuning = Tuning.software
        tuning.workspaceBytes = blocks * 8 * 36 * 4 * 32 * 2
        let backend = try OpenCLBackend(#require(testDevice), budget: 64 << 20, tuning: tuning)
        #expect(try paint(network, picture, size, on: backend) == whole)
        #expect(try paint(network, picture, size, on: backend, tile: 64) == whole)
      }
    }

    /// Both ways of convolving see the same map.
    @Test func equalsImplicitProduct() throws {
      let size = Size(height: 40, width: 50)
      let network = try network(Layout(channels: (32, 32), size: size))
      let picture = testPicture(size, seed: 8)
      var tuning = Tuning.software
      tuning.winogradChannels = .max
      let backend = try OpenCLBackend(#require(testDevice), budget: 64 << 20, tuning: tuning)
      let direct = levels(try paint(network, picture, size, on: backend))
      let winograd = levels(try paint(network, picture, size, on: #require(sharedBackend)))
      #expect(peakSignalToNoise(direct, winograd) > 100 || direct == winograd)
    }
  }
}
