internal import CVips
internal import Files
internal import Glibc

/// The bytes of a picture as libvips reads them.
final class InputSource: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<VipsSource>
  /// The bytes that the file begins with; see ``ImageSignature``.
  let head: [UInt8]
  /// The descriptor of the file; nil for bytes in memory.
  let descriptor: Int32?
  private let bytes: [UInt8]
  // Read and written by libvips' callbacks, by one thread at a time.
  private let file: UnsafeMutablePointer<StylizeInput>?

  /// Opens an input. libvips gets files by descriptor and never sees their names: it would take brackets for options.
  ///
  /// - Throws: ``ImageError`` when it can't be opened, is no file, or is empty.
  convenience init(_ input: ImageInput) throws {
    switch input {
    case .bytes(let bytes, let name):
      guard !bytes.isEmpty else { throw ImageError.empty(path: name) }
      self.init(bytes: bytes)
    case .file(let path):
      self.init(descriptor: try ImageInput.open(path))
    case .descriptor(let descriptor, let name):
      let own = dup(descriptor)
      guard own >= 0 else { throw ImageError.unreadable(path: name, reason: .last) }
      lseek(own, 0, SEEK_SET)
      self.init(descriptor: own)
    }
  }

  private init(bytes: [UInt8]) {
    (self.bytes, descriptor, file) = (bytes, nil, nil)
    head = Array(bytes.prefix(ImageSignature.headBytes))
    pointer = bytes.withUnsafeBytes { stylize_vips_source_from_bytes($0.baseAddress, $0.count) }
  }

  /// - Parameter descriptor: the descriptor of a regular file, of which this object takes ownership.
  init(descriptor: Int32) {
    (bytes, self.descriptor) = ([], descriptor)
    var head = [UInt8](repeating: 0, count: ImageSignature.headBytes)
    let count = pread(descriptor, &head, head.count, 0)
    self.head = Array(head.prefix(max(count, 0)))
    let failure = count < 0 ? errno : 0
    let file = stylize_vips_make_input(descriptor)!
    file.pointee.failure = failure
    self.file = file
    pointer = stylize_vips_source_from_file(file)
  }

  deinit {
    // libvips may keep the source longer than this object, but reads nothing any more.
    stylize_vips_unref(pointer)
  }

  /// The first error that came up when the file was read; nil when there was none.
  var failure: Cause? {
    guard let file, file.pointee.failure != 0 else { return nil }
    return Cause(file.pointee.failure)
  }

  /// Makes reads of the file fail after a deadline; nil sets none.
  func setDeadline(_ deadline: ContinuousClock.Instant?) {
    guard let file else { return }
    let seconds = deadline.map { ($0 - .now) / .seconds(1) }
    file.pointee.deadline = seconds.map { g_get_monotonic_time() + gint64($0 * 1e6) } ?? 0
  }

  /// The bytes of the whole file, for loaders that can't read from a source.
  func allBytes() -> [UInt8]? {
    guard let descriptor else { return bytes }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return readPart(of: descriptor, at: 0, Int(status.st_size))
  }
}

extension ImageInput {
  /// Opens a picture's file.
  static func open(_ path: Path) throws -> Int32 {
    let descriptor: Int32
    do throws(Cause) {
      descriptor = try FileOpening.toRead(path.bytes.map(CChar.init(bitPattern:)) + [0])
    } catch {
      if case .text = error, let mode = path.mode {
        throw ImageError.notAFile(path: path.description, found: FileOpening.kind(of: mode))
      }
      throw ImageError.unreadable(path: path.description, reason: error)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else {
      close(descriptor)
      throw ImageError.empty(path: path.description)
    }
    return descriptor
  }

  /// The length of the file, in bytes; 0 when it can't be determined.
  var byteCount: Int {
    switch self {
    case .bytes(let bytes, _):
      return bytes.count
    case .file(let path):
      var status = stat()
      return path.withCString { stat($0, &status) } == 0 ? Int(status.st_size) : 0
    case .descriptor(let descriptor, _):
      var status = stat()
      return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }
  }

  /// Gives random access to the bytes of the input while `body` runs; nil when it can't be opened.
  func withReader<Answer>(
    _ body: (@escaping (_ offset: Int, _ count: Int) -> [UInt8]?) -> Answer
  ) -> Answer? {
    switch self {
    case .bytes(let bytes, _):
      return body { bytes.part(at: $0, $1) }
    case .file(let path):
      guard let descriptor = try? Self.open(path) else { return nil }
      defer { close(descriptor) }
      return body { readPart(of: descriptor, at: $0, $1) }
    case .descriptor(let descriptor, _):
      return body { readPart(of: descriptor, at: $0, $1) }
    }
  }
}

extension Path {
  fileprivate var mode: mode_t? {
    var status = stat()
    return withCString { stat($0, &status) } == 0 ? status.st_mode : nil
  }
}

extension [UInt8] {
  /// The `count` bytes from an offset on; nil when they aren't all there.
  func part(at offset: Int, _ count: Int) -> [UInt8]? {
    offset >= 0 && count >= 0 && offset <= self.count - count
      ? Array(self[offset..<(offset + count)]) : nil
  }
}

/// Reads `count` bytes of a file from an offset on; nil when they aren't all there.
func readPart(of descriptor: Int32, at offset: Int, _ count: Int) -> [UInt8]? {
  guard offset >= 0, count >= 0, count < 1 << 40 else { return nil }
  var part = [UInt8](repeating: 0, count: count)
  return pread(descriptor, &part, count, offset) == count ? part : nil
}
