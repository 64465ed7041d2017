internal import Engine
internal import Files
package import ImageIO
package import StyleTransfer

extension BatchProcessor {
  /// Renders one picture whose result stays in memory. Blocks until it is done.
  ///
  /// - Parameters:
  ///   - name: the picture's name in messages.
  ///   - depth: the bit depth of the result; nil for that of the options, or else the picture's own.
  ///   - stop: ends the rendering when raised.
  ///   - warn: receives a message when a device fails, which says what is done about it.
  ///   - take: receives the result, whose rows are computed when they are read; called again where a device fails
  ///     meanwhile.
  /// - Throws: ``BatchEvent/Failure``; `CancellationError` when `stop` was raised.
  package func render<Result>(
    _ source: any PixelSource, named name: String, depth: BitDepth?, stop: CancellationToken,
    warn: (String) -> Void, _ take: (ImageRows) throws -> Result
  ) throws -> Result {
    do {
      let request = try RenderRequest(inMemory: source, depth: depth ?? options.depth)
      return try pool.withFallback(at: pool.chosen[0], warn: { warn("\(name): \($0)") }) {
        worker, fallback in
        try take(worker.render(request, as: nil, fallback) { _ in !stop.isRaised })
      }
    } catch EngineError.cancelled {
      throw CancellationError()
    } catch {
      throw BatchEvent.Failure(error, of: .file(Path(name)))
    }
  }
}
