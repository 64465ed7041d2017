internal import CFiles
internal import Glibc
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A picture that another process decodes: any failure there, even a crash of that process, is an error of this picture
/// and of nothing else.
final class IsolatedDecoder: RowProvider {
  let info: ImageInfo
  let metadata: ImageMetadata
  private let state: Mutex<State>

  private struct State {
    var process: DecoderProcess
    /// The next row that the process sends.
    var next = 0
    /// The bytes of rows in the current message that are still to be read.
    var left = 0
  }

  /// Starts the process and waits until it knows the picture.
  ///
  /// - Throws: ``ImageError``, the other process's own as well.
  init(
    _ program: DecoderProgram, _ input: ImageInput, _ source: InputSource,
    _ limits: ImageLimits
  ) throws {
    let clock = DecodingClock(limits, fileBytes: input.byteCount)
    let process = try DecoderProcess(program, input, source, limits, clock)
    guard case .header(let count) = try process.message() else {
      throw process.ended("it sent rows before their size")
    }
    var text = [UInt8](repeating: 0, count: count)
    try text.withUnsafeMutableBytes { try process.read(into: $0) }
    guard var info = (try? JSONDecoder().decode(DecoderAnswer.self, from: Data(text))),
      info.info.width > 0, info.info.height > 0, info.resolution.count == 2,
      case let pixels = info.info.width.multipliedReportingOverflow(by: info.info.height),
      !pixels.overflow, pixels.partialValue <= limits.maxPixels,
      info.info.width < 1 << 31
    else { throw process.ended("what it says of the picture makes no sense") }
    info.info.memory.held += DecoderProcess.baseBytes
    clock.allow(pixels: pixels.partialValue)
    self.info = info.info
    metadata = ImageMetadata(
      info.metadata, resolution: (info.resolution[0], info.resolution[1]))
    state = Mutex(State(process: process))
  }

  func read(rows: Range<Int>, into target: RowTarget) throws {
    try state.withLock { state in
      guard rows.lowerBound >= state.next, rows.upperBound <= info.height else {
        throw ImageError.rowsOutOfOrder(
          path: state.process.name, asked: rows, next: state.next, height: info.height)
      }
      let (colour, alpha) = info.rowBytes
      var dropped = [UInt8](repeating: 0, count: state.next < rows.lowerBound ? colour + alpha : 0)
      while state.next < rows.lowerBound {
        try dropped.withUnsafeMutableBytes { try read(into: $0, &state) }
        state.next += 1
      }
      var opacity = [UInt8](repeating: 0, count: target.alpha == nil ? alpha : 0)
      for row in rows {
        let at = row - target.first
        try read(
          into: UnsafeMutableRawBufferPointer(
            rebasing: target.colour[(at * colour)...][..<(at * colour + colour)]),
          &state)
        let alphaBytes = info.width * info.depth.bytes
        if let all = target.alpha {
          let line = UnsafeMutableRawBufferPointer(
            rebasing: all[(at * alphaBytes)..<((at + 1) * alphaBytes)])
          if alpha > 0 {
            try read(into: line, &state)
          } else {
            line.initializeMemory(as: UInt8.self, repeating: 0xff)
          }
        } else if alpha > 0 {
          try opacity.withUnsafeMutableBytes { try read(into: $0, &state) }
        }
        state.next = row + 1
      }
    }
  }

  private func read(into bytes: UnsafeMutableRawBufferPointer, _ state: inout State) throws {
    var done = 0
    while done < bytes.count {
      if state.left == 0 {
        guard case .rows(let count) = try state.process.message(), count > 0 else {
          throw state.process.ended("it sent no rows")
        }
        state.left = count
      }
      let count = min(state.left, bytes.count - done)
      try state.process.read(
        into: UnsafeMutableRawBufferPointer(rebasing: bytes[done..<(done + count)]))
      state.left -= count
      done += count
    }
  }
}
