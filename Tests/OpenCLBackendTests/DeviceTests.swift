import OpenCLBackend
import Testing

@Suite struct DeviceTests {
  @Test(.enabled(if: testDevice != nil, "needs a device that speaks OpenCL"))
  func devicesAreNumberedInOrder() {
    let devices = OpenCLDevices.all()
    #expect(devices.map(\.index) == Array(devices.indices))
    for device in devices {
      #expect(!device.name.isEmpty)
      #expect(device.memory.suggestedBudget > 0)
      #expect(device.memory.suggestedBudget < device.memory.total)
      #expect(device.maximumAllocation <= device.memory.total)
      #expect(device.computeUnits > 0)
    }
  }

  private static let softwareDevices = OpenCLDevices.all()
    .filter { $0.platform.contains("Portable Computing") }

  @Test(.enabled(if: !softwareDevices.isEmpty, "needs PoCL")) func processorsAreSoftware() {
    for device in Self.softwareDevices { #expect(device.isSoftware) }
  }

  @Test func budgetLeavesTheDriverItsRoom() {
    let gigabyte = 1 << 30
    #expect(
      DeviceMemory(total: 24 * gigabyte, free: nil).suggestedBudget == 24 * gigabyte - 24 * gigabyte
        / 10)
    #expect(
      DeviceMemory(total: 4 * gigabyte, free: nil).suggestedBudget == 4 * gigabyte - (600 << 20))
    let shared = DeviceMemory(total: 10 * gigabyte, free: nil, sharesOfTotal: 0.8)
    #expect(shared.suggestedBudget == 8 * gigabyte)
    // What others hold is not ours.
    let busy = DeviceMemory(total: 8 * gigabyte, free: 3 * gigabyte)
    #expect(busy.suggestedBudget == 3 * gigabyte - (300 << 20))
  }
}
