import CPUBackend
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  /// Networks that an adapter has changed.
  @Suite struct AdapterTests {
    @Test(arguments: 1...4) func randomAdaptersEqualReference(seed: UInt64) throws {
      let network = try RandomNetwork(seed: seed)
      let adapter = network.adapter(seed: seed)
      let size = RandomNetworkTests.sizes[Int(seed) % RandomNetworkTests.sizes.count]
      let picture = testPicture(size, seed: seed)
      let painting = try paint(
        network.merged(with: adapter), picture, size, on: #require(sharedBackend))
      let formulas = RandomNetwork(
        network.graph, network.weights([(adapter, 1)]), network.style)
      #expect(worstDifference(painting, try reference(formulas, picture, size)) < 1e-4)
    }

    /// Of the kinds of convolution that the network which is shipped has.
    @Test(arguments: [1, 2]) func trunkWithAdapterEqualsCPU(seed: UInt64) throws {
      let network = RandomNetwork(try TrunkTests.trunk.graph(), seed: seed)
      let changed = network.merged(with: network.adapter(seed: seed))
      let (size, picture) = (TrunkTests.size, testPicture(TrunkTests.size, seed: seed))
      let device = levels(try paint(changed, picture, size, on: #require(sharedBackend)))
      let processor = levels(try paint(changed, picture, size, on: CPUBackend()))
      let plain = levels(try paint(network, picture, size, on: CPUBackend()))
      #expect(peakSignalToNoise(device, processor) > 90)
      #expect(peakSignalToNoise(plain, processor) < 40)
    }
  }
}
