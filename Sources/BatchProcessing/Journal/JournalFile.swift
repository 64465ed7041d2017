package import Files
internal import Foundation
internal import Glibc
internal import ImageIO

/// A file of lines to which several programs, on several machines, may append.
///
/// Each line is written under a lock: network file systems can't append atomically, and where a program was killed in
/// the middle of its line the next one has to end it first.
package struct JournalFile {
  private let path: Path
  private var descriptor: Int32 = -1

  package init(_ path: Path) { self.path = path }

  /// - Parameter line: the line without its newline.
  /// - Returns: the position of the line.
  /// - Throws: `ImageError.unwritable`, ``FileError/folderCannotBeMade(path:reason:)``.
  package mutating func append(_ line: [UInt8]) throws -> JournalPlaces.Place {
    if descriptor < 0 { try open() }
    // Without locks, writing each line in one call has to do.
    let isLocked = flock(descriptor, LOCK_EX) == 0
    defer { if isLocked { flock(descriptor, LOCK_UN) } }
    let tear = isTorn ? [UInt8(ascii: "\n")] : []
    let bytes = tear + line + [UInt8(ascii: "\n")]
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw failed(count < 0 ? .last : Cause(ENOSPC)) }
    let end = Int(lseek(descriptor, 0, SEEK_CUR))
    return JournalPlaces.Place(start: end - line.count - 1, count: line.count)
  }

  /// Closes the file if it has been deleted, perhaps with its folder, or replaced.
  ///
  /// - Returns: whether the file was closed.
  package mutating func leaveIfLost() -> Bool {
    guard descriptor >= 0, !FileOpening.isStill(descriptor, at: path.cString) else { return false }
    Glibc.close(descriptor)
    descriptor = -1
    return true
  }

  /// - Throws: `ImageError.unwritable`.
  func synchronise() throws {
    if descriptor >= 0, fdatasync(descriptor) != 0 { throw failed(.last) }
  }

  /// Reads the line at a position; nil where the file ends before it.
  package func line(at place: JournalPlaces.Place) -> [UInt8]? {
    let own = descriptor < 0
    guard let descriptor = own ? try? FileOpening.toReadOwn(path.cString) : descriptor else {
      return nil
    }
    defer { if own { Glibc.close(descriptor) } }
    var line = [UInt8](repeating: 0, count: place.count)
    let count = line.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, $0.count, off_t(place.start))
    }
    return count == place.count ? line : nil
  }

  /// Flushes all lines to the disk and closes the file.
  package mutating func close() {
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Glibc.close(descriptor)
    descriptor = -1
  }

  /// Calls `body` with every line that is not empty, including a last one without a newline.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func forEachLine(
    of path: Path, _ body: ([UInt8], JournalPlaces.Place) -> Void
  ) throws {
    var (line, end) = ([UInt8](), 0)
    func finish() {
      let start = end - line.count
      if !line.isEmpty { body(line, JournalPlaces.Place(start: start, count: line.count)) }
      line.removeAll(keepingCapacity: true)
    }
    try FileBytes.forEachChunk(of: path, .own) { chunk in
      var rest = chunk[...]
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line += rest[..<newline]
        end += newline - rest.startIndex
        finish()
        end += 1
        rest = rest[(newline + 1)...]
      }
      line += rest
      end += rest.count
    }
    finish()
  }

  /// Whether the last line has no newline: a process was killed or the disk was full in the middle of it.
  private var isTorn: Bool {
    let end = lseek(descriptor, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    return end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
  }

  private mutating func open() throws {
    try path.folder.makeFolder()
    do throws(Cause) {
      descriptor = try FileOpening.toWrite(path.cString, O_APPEND)
    } catch {
      throw failed(error)
    }
  }

  private func failed(_ cause: Cause) -> ImageError {
    .unwritable(path: path.description, reason: cause)
  }
}
