extension ScratchFile {
  /// Enough to see what copying costs; what a disk can do beyond the system's cache shows only in as
  /// many bytes as the machine has memory.
  private static let sampleBytes = 64 << 20
  private static let pieceBytes = 4 << 20
  /// What the system's cache took and gave while pictures of 100 to 1,000 megapixels were painted on a
  /// virtual machine; a sample is faster, because it stays in the processor's caches.
  private static let mostBytesPerSecond = 3e9

  /// How fast a scratch file is written and read again, by a sample.
  ///
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``.
  static func bytesPerSecond(in folder: String) throws -> Double {
    let file = try ScratchFile(in: folder, neededBytes: sampleBytes)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 4096)
    defer { piece.deallocate() }
    piece.initializeMemory(as: UInt8.self, repeating: 1)
    let time = try ContinuousClock().measure {
      for offset in stride(from: 0, to: sampleBytes, by: pieceBytes) {
        try file.write(UnsafeRawBufferPointer(piece), at: offset)
      }
      for offset in stride(from: 0, to: sampleBytes, by: pieceBytes) {
        try file.read(piece, at: offset)
      }
    }
    return min(Double(2 * sampleBytes) / (time / .seconds(1)), mostBytesPerSecond)
  }
}
