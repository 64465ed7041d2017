import Files
import Foundation

/// A folder with `in`, `out` and `victims` in it, filled at random with whatever may lie in such
/// folders.
final class StrangeFolder {
  let path: String
  private var random: Mutator
  private var made: [String] = []
  private var pipes: Set<String> = []

  init(at path: String, seed: UInt64) {
    (self.path, random) = (path, Mutator(seed: seed))
  }

  func make() throws {
    for name in ["in", "in/inside", "victims", "home"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }
    for index in 0..<3 { write(Array("victim \(index)".utf8), to: "\(path)/victims/\(index)") }
    write(Self.picture(), to: path + "/victims/photo.ppm")
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      makeSomething(under: name(), in: Bool.random(using: &random) ? "in" : "in/inside")
    }
    guard Bool.random(using: &random) else { return }
    try FileManager.default.createDirectory(
      atPath: path + "/out", withIntermediateDirectories: true)
    // Under the names that the program keeps, and those of paintings.
    let own = [
      ".stylize.jsonl", ".stylize.lock", ".stylize-gallery.json", ".stylize-abc.tmp", "a.png",
      "one.png", "index.html", "a", "b.jpg",
    ]
    for name in own where Int.random(in: 0..<3, using: &random) == 0 {
      makeSomething(under: Array(name.utf8), in: "out")
    }
  }

  /// The path of something that was made, where that is text; otherwise that of a photograph.
  func anyPath(_ random: inout Mutator, pipes allowed: Bool = true) -> String {
    let fit = made.filter { allowed || !pipes.contains($0) }
    return fit.randomElement(using: &random) ?? path + "/victims/photo.ppm"
  }

  /// Makes a folder of one style, since a gallery shows all.
  func fewStyles(of styles: String) -> String {
    let folder = path + "/styles"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: styles)) ?? [] {
      let isTrunk = FileManager.default.fileExists(atPath: "\(styles)/\(name)/network.json")
      guard isTrunk || name == "starry" else { continue }
      symlink(
        URL(fileURLWithPath: "\(styles)/\(name)").standardizedFileURL.path, "\(folder)/\(name)")
    }
    return folder
  }

  func deleteOutput() { Self.remove(path + "/out") }

  func remove() { Self.remove(path) }

  /// Foundation can't remove names that are no text.
  private static func remove(_ path: String) {
    let tool = Process()
    tool.executableURL = URL(fileURLWithPath: "/bin/rm")
    tool.arguments = ["-rf", path]
    try? tool.run()
    tool.waitUntilExit()
  }

  // MARK: What is made

  private func makeSomething(under name: [UInt8], in folder: String) {
    let bytes = Array("\(path)/\(folder)/".utf8) + name
    let place = bytes.map(CChar.init(bitPattern:)) + [0]
    var status = stat()
    guard lstat(place, &status) != 0 else { return }
    switch Int.random(in: 0..<18, using: &random) {
    case 0..<6: write(Self.picture(), to: place)
    case 6: write(Array(Self.picture().prefix(Int.random(in: 0..<900, using: &random))), to: place)
    case 7: write(Self.endlessGzip, to: place)
    case 8:
      mkfifo(place, 0o644)
      pipes.insert(String(decoding: bytes, as: UTF8.self))
    case 9: makeSocket(at: bytes)
    case 10:
      // Only root may; for others nothing is there.
      let numbers: [dev_t] = [0x103, 0x105, 0x108]
      mknod(place, S_IFCHR | 0o666, numbers.randomElement(using: &random)!)
    case 11: mkdir(place, 0o755)
    case 12:
      let targets = [
        path + "/victims/0", path + "/victims/photo.ppm", "nowhere", "/dev/zero", "/dev/null", ".",
        String(decoding: name, as: UTF8.self), path + "/in", "/proc/self/mem",
      ]
      symlink(targets.randomElement(using: &random)!, place)
    case 13: link(path + "/victims/\(Int.random(in: 0..<3, using: &random))", place)
    case 14: write((0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }, to: place)
    case 15:
      write(Array("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".utf8), to: place)
    case 16: write([], to: place)
    default: write(Array("[{\"event\":\"finished\"}]\n{\"event\": 1}\n".utf8), to: place)
    }
    guard lstat(place, &status) == 0 else { return }
    // An empty file may well become a journal when it is named as one.
    let isEmpty = status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
    if !isEmpty, let text = String(validating: bytes, as: UTF8.self) { made.append(text) }
    guard status.st_mode & S_IFMT != S_IFLNK, status.st_nlink == 1 else { return }
    setTime(place)
    if Int.random(in: 0..<4, using: &random) == 0, status.st_mode & S_IFMT == S_IFREG {
      chmod(place, [0, 0o400, 0o111, 0o640, 0o666, 0o4755].randomElement(using: &random)!)
    }
  }

  private func name() -> [UInt8] {
    let suffix = [".jpg", ".png", ".ppm", ".tif", ".JPG", ".webp", "", ".svg"]
      .randomElement(using: &random)!
    let stem: [UInt8] =
      switch Int.random(in: 0..<8, using: &random) {
      case 0: Array("new\nline".utf8)
      case 1: [0xff, 0xfe, 0xc3, 0x28]
      case 2: Array("-x".utf8)
      case 3: [UInt8](repeating: UInt8(ascii: "n"), count: 240)
      case 4: Array("a[page=1]".utf8)
      case 5: Array("\u{1b}[31m%s{name}".utf8)
      default: Array("abcdef".utf8.prefix(Int.random(in: 1...6, using: &random)))
      }
    return stem + Array(suffix.utf8)
  }

  private func setTime(_ place: [CChar]) {
    let seconds = [
      0, -1, 1, 1_700_000_000, 9_223_372_035, 9_223_372_037, 253_402_300_800, -9_223_372_038,
      4_294_967_296, Int(Int32.min), Int.max / 1000, Int.min / 1000,
    ].randomElement(using: &random)!
    guard Bool.random(using: &random) else { return }
    let time = timespec(tv_sec: seconds, tv_nsec: [0, 999_999_999].randomElement(using: &random)!)
    utimensat(AT_FDCWD, place, [time, time], 0)
  }

  private func makeSocket(at place: [UInt8]) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard place.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: place) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private func write(_ bytes: [UInt8], to place: UnsafePointer<CChar>) {
    let descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { return }
    _ = Foundation.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  private static func picture() -> [UInt8] {
    Array("P6 23 17 255\n".utf8) + (0..<23 * 17 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
  }

  /// A gzip file with bytes after its end, which keeps libvips' own recognition busy for ever.
  static let endlessGzip: [UInt8] = [UInt8](
    Data(base64Encoded: "H4sIAAAAAAACA0tUKMhJzMxTKEmtKNFRKEhMzk5NAQBh3rSkFAAAAHRhaWw=")!)

  // MARK: What must stay

  /// The metadata and contents of everything in `in` and `victims`, in words, by path.
  func snapshot() -> [String: String] {
    var found: [String: String] = [:]
    Self.visit(Array("\(path)/in".utf8), &found)
    Self.visit(Array("\(path)/victims".utf8), &found)
    return found
  }

  /// The forbidden changes since a snapshot, and the unfinished files that were left in the output.
  func faults(since before: [String: String]) -> [String] {
    let now = snapshot()
    var faults = before.keys.filter { now[$0] != before[$0] }.sorted()
      .map { "\($0): was \(before[$0]!), is \(now[$0] ?? "gone")" }
    // With --failed, what can't be painted is moved away, which was asked for.
    if FileManager.default.fileExists(atPath: path + "/failed") {
      faults.removeAll { $0.hasSuffix("is gone") || $0.contains("/in") }
    }
    return faults + unfinished()
  }

  private func unfinished() -> [String] {
    guard let names = FileManager.default.enumerator(atPath: path + "/out") else { return [] }
    return names.compactMap { $0 as? String }.filter {
      let name = $0.split(separator: "/").last.map(String.init) ?? $0
      return name.hasPrefix(".stylize-") && name.hasSuffix(".tmp") && name != ".stylize-abc.tmp"
    }.map { "out/\($0): was left unfinished" }
  }

  private static func visit(_ folder: [UInt8], _ found: inout [String: String]) {
    guard let listing = opendir(folder.map(CChar.init(bitPattern:)) + [0]) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
      let place = folder + [UInt8(ascii: "/")] + name
      var status = stat()
      guard lstat(place.map(CChar.init(bitPattern:)) + [0], &status) == 0 else { continue }
      let kind = status.st_mode & S_IFMT
      var facts = "mode \(String(status.st_mode, radix: 8)) size \(status.st_size)"
      if kind == S_IFREG {
        facts += " time \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        if let file = fopen(place.map(CChar.init(bitPattern:)) + [0], "r") {
          var bytes = [UInt8](repeating: 0, count: 4096)
          facts += " \(fread(&bytes, 1, bytes.count, file)) \(bytes.hashValue)"
          fclose(file)
        }
      }
      found[Path(bytes: place).description] = facts
      if kind == S_IFDIR { visit(place, &found) }
    }
  }
}
