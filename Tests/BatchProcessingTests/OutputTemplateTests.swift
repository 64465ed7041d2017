import BatchProcessing
import Files
import Foundation
import ImageIO
import StyleTransfer
import Testing

@Suite struct OutputTemplateTests {
  @Test(arguments: [
    "{dir}/{name", "{name}}", "{nam}.jpg", "{name:3}", "{index:0}", "{index:x}", "{dir}", "{dir}/",
  ])
  func refuses(text: String) {
    #expect(throws: JobError.self) {
      _ = try OutputTemplate(text)
      // What is only wrong for a picture shows when it is named.
      var request = JobRequest(inputs: ["/etc/hostname"], output: "/tmp/")
      request.template = try OutputTemplate(text)
      if let error = try request.jobs().rejections.first?.error { throw error }
    }
  }

  private func outputs(_ text: String, _ inputs: [Path], format: String? = nil) throws
    -> [String]
  {
    var request = JobRequest(inputs: inputs, output: "/out")
    request.template = try OutputTemplate(text)
    request.style = "starry:0.7,wave:0.3"
    request.format = try format.map { try ImageFormat(argument: $0) }
    let list = try request.jobs()
    return list.jobs.map(\.destination.description)
      + list.rejections.map { "\($0.error)" }
  }

  @Test func fills() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("stylize-template-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("Sea.side.JPG")
    try Data("P6 3 2 255\n123456789012345678".utf8).write(to: file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_600_000_000)], ofItemAtPath: file.path)
    let path = Path(file.path)
    #expect(
      try outputs("{name}-{style}.{ext}", [path]) == ["/out/Sea.side-starry-0.7+wave-0.3.JPG"])
    #expect(try outputs("{dir}/{name}.{ext}", [path], format: "png") == ["/out/Sea.side.png"])
    #expect(try outputs("{index:3}_{width}x{height}.png", [path]) == ["/out/001_3x2.png"])
    #expect(
      try outputs("{date}/{{{name}}}.webp[Q=80]", [path]) == ["/out/2020-09-13/{Sea.side}.webp"])
    #expect {
      try outputs("../{name}.{ext}", [path])
    } throws: {
      "\($0)".contains("leads out of the output folder")
    }
    #expect(throws: ImageError.self) { try outputs("{name}.docx", [path]) }
  }
}
