import Files
import Foundation
import Glibc
import ImageIO
import Synchronization
import Testing

@Suite(.serialized) struct EnduranceTests {
  /// Bytes of memory in use by this process.
  private func residentBytes() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(
      separator: " ")
    return Int(fields[1])! * sysconf(Int32(_SC_PAGESIZE))
  }

  private func openFiles() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  }

  /// Reads a picture and writes it, row by row, without holding it.
  private func round(_ input: Path, _ output: Path, _ format: ImageFormat) throws {
    let reader = try ImageReader(.file(input))
    let picture = OutputImage(
      width: reader.info.width, height: reader.info.height, depth: reader.info.depth,
      metadata: reader.metadata
    ) { rows, buffer in try reader.read(rows: rows, into: buffer) }
    try ImageWriter(format: format, overwrite: true).write(picture, to: output)
  }

  @Test func fiveHundredPicturesInTheSameMemory() throws {
    let folder = try TestFolder()
    let names = ["a.jpg", "b.png", "c.tif", "d.webp"]
    for name in names {
      let (path, format) = try ImageFormat.parse(output: folder.file(Path(name)))
      try ImageWriter(format: format!).write(waves(400, 300).outgoing(), to: path)
    }
    var before = (bytes: 0, files: 0)
    for index in 0..<500 {
      let from = folder.file(Path(names[index % 4]))
      let format = try ImageFormat(suffix: ["jpg", "png", "tif", "webp"][index / 4 % 4])
      try round(from, folder.file(Path("out" + format.suffix)), format)
      if index == 100 { before = try (residentBytes(), openFiles()) }
    }
    let grown = try residentBytes() - before.bytes
    #expect(grown < 24 << 20, "grew by \(grown) bytes")
    #expect(try abs(openFiles() - before.files) <= 4)
  }

  /// One thread reads while others write, each its own pictures.
  @Test func threadsDoNotDisturbEachOther() throws {
    let folder = try TestFolder()
    let source = try folder.write(
      ImageWriter(format: ImageFormat(suffix: "png")).encode(waves(300, 200).outgoing()),
      as: "in.png")
    let broken = try folder.write(
      Array(folder.read("in.png").prefix(3000)), as: "broken.png")
    let format = try ImageFormat(suffix: "tif")
    let failures = Mutex<[String]>([])
    let path = folder.path
    let threads = (0..<4).map { number in
      let thread = Thread {
        for index in 0..<20 {
          let output = path.appending(Path("out-\(number)-\(index).tif"))
          do {
            try EnduranceTests().round(source, output, format)
            let same = try PictureInMemory(.file(output)) == waves(300, 200)
            if !same { failures.withLock { $0.append("\(output) differs") } }
          } catch { failures.withLock { $0.append("\(error)") } }
          do {
            _ = try PictureInMemory(.file(broken))
            failures.withLock { $0.append("the broken picture was read") }
          } catch {}
        }
        failures.withLock { $0.append("done") }
      }
      thread.start()
      return thread
    }
    while threads.contains(where: { !$0.isFinished }) { usleep(10_000) }
    #expect(failures.withLock { $0 } == Array(repeating: "done", count: 4))
  }

  /// A reader may be opened on one thread, read on a second and a third, and let go on a fourth.
  @Test func aReaderMayChangeThreads() throws {
    let bytes = try ImageWriter(format: ImageFormat(suffix: "jpg"))
      .encode(waves(200, 160).outgoing())
    let expected = try PictureInMemory(.bytes(bytes))
    let reader = try ImageReader(.bytes(bytes))
    let rows = Mutex<[UInt8]>([])
    for top in stride(from: 0, to: 160, by: 40) {
      let thread = Thread {
        var buffer = [UInt8](repeating: 0, count: 40 * 200 * 3)
        buffer.withUnsafeMutableBytes { try? reader.read(rows: top..<(top + 40), into: $0) }
        rows.withLock { $0 += buffer }
      }
      thread.start()
      while !thread.isFinished { usleep(1000) }
    }
    #expect(rows.withLock { $0 } == expected.colour.map { UInt8($0) })
  }
}
