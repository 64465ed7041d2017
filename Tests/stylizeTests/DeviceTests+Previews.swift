import Foundation
import Testing

/// Contact sheets and galleries on devices that fail.
extension DeviceTests {
  private func sheet(
    _ device: String, to output: String, faults: String? = nil, styles: [String] = []
  ) throws -> Program {
    try run(
      ["sheet", "--styles-dir", Program.styles, "--size", "32", "-g", device] + styles
        + [folder.path("in/1.ppm"), folder.path(output)], faults: faults)
  }

  @Test(arguments: [
    ("refuse-from=45", "planning again with less memory"),
    ("nan-in=4", "painting again in single precision"),
  ])
  func faultsInSheets(_ fault: String, _ what: String) throws {
    let styles = ["--styles", "starry,wave"]
    #expect(try sheet("cpu", to: "cpu.ppm", styles: styles).status == 0)
    let run = try sheet("0", to: "sheet.ppm", faults: fault, styles: styles)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("warning: starry: opencl:0: "), "\(run.errors)")
    #expect(run.errors.contains(what), "\(run.errors)")
    #expect(try agreement(folder.data("cpu.ppm"), folder.data("sheet.ppm")) > 50)
  }

  /// A device that is lost is lost for all networks; pictures of the next ones are none the worse.
  @Test func faultsInGalleries() throws {
    let checkpoint = Program.root.appendingPathComponent(
      "Tests/ModelImportTests/Fixtures/checkpoints/johnson.pth"
    ).path
    for name in ["a-foreign", "x-foreign"] {
      let made = try run(
        ["import", checkpoint, "--name", name, "--styles-dir", folder.path("styles")])
      #expect(made.status == 0, "\(made.errors)")
    }
    func gallery(_ device: String, to output: String, faults: String? = nil) throws -> Program {
      let styles = ["--styles-dir", Program.styles, "--styles-dir", folder.path("styles")]
      return try run(
        ["gallery", "--size", "32", "-g", device] + styles
          + [folder.path("in"), folder.path(output)], faults: faults)
    }
    #expect(try gallery("cpu", to: "cpu").status == 0)
    let expected = try folder.contents("cpu")
    // Three photographs in the styles of two networks.
    #expect(expected.count > 3 * 20 && expected["2/x-foreign.jpg"] != nil)
    for (fault, count) in [("lost-after=60", 1), ("break-programs", 1)] {
      let run = try gallery("0", to: fault, faults: fault)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count { $0.contains("warning") } == count)
      #expect(run.errors.contains("warning: a-foreign: opencl:0: "), "\(run.errors)")
      #expect(try folder.contents(fault) == expected)
    }
  }

  @Test func previewsOnADeviceThatCannotBeUsed() throws {
    let named = try sheet("0", to: "sheet.ppm", faults: "lost-after=0")
    #expect(named.status == 4)
    #expect(named.errors.contains("error: the device 0 ("))
    #expect(!folder.names().contains("sheet.ppm"))
    #expect(try sheet("7", to: "sheet.ppm").status == 4)

    try keep(score: 2, devices: "pthread")
    let chosen = try run(
      ["sheet", "--styles-dir", Program.styles, "--styles", "wave", "--size", "32"]
        + [folder.path("in/1.ppm"), folder.path("sheet.ppm")],
      faults: "make-cards,lost-after=0", devices: "pthread")
    #expect(chosen.status == 0, "\(chosen.errors)")
    #expect(chosen.errors.contains("; painting on cpu ("))
  }
}
