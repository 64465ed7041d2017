import Foundation
import Testing

extension DeviceTests {
  /// Whether the device can't be made ready or gives out while it is measured, its failure is the device's
  /// and not the command's.
  @Test(arguments: ["refuse-from=1", "lost-after=0", "lost-after=40", "lost-after=70"])
  func aDeviceThatFailsWhileAPlanIsMade(fault: String) throws {
    let run = try run(
      [
        "plan", "--style", "wave", "--styles-dir", Program.styles, "-g", "0",
        folder.path("in/1.ppm"),
      ], faults: "make-cards," + fault, devices: "pthread")
    #expect(run.status == 4, "\(run.errors)")
    #expect(run.errors.contains("error: "))
  }
}
