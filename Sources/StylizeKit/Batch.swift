internal import BatchProcessing
internal import Files
internal import StyleTransfer
public import SystemPackage

/// Pictures that are rendered into a folder: a sequence of events, which ends with a summary.
///
/// The batch begins when the first event is asked for. It stops when the task that reads the events is cancelled, and
/// when the iterator goes away, as it does when a loop is left: what is being computed is dropped, nothing half-done is
/// written, and the same batch goes on later with what is left. After a cancellation the remaining events still come,
/// with the summary as the last one.
///
/// ```swift
/// for try await event in stylizer.batch([photos], to: results) {
///   switch event {
///   case .progress(let photo, let part): print(photo, Int(part * 100), "%")
///   case .ended(let summary): print(summary.written, "written")
///   default: break
///   }
/// }
/// ```
public struct Batch: AsyncSequence, Sendable {
  /// The type of events.
  public typealias Element = BatchEvent
  /// The type of what is thrown when the batch as a whole can't be done.
  public typealias Failure = StylizeError

  private let start: @Sendable () -> EventRun<BatchEvent>

  init(start: @escaping @Sendable () -> EventRun<BatchEvent>) { self.start = start }

  /// Makes an iterator; each one takes the batch through from its beginning.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(start: start) }

  /// Takes the batch through and passes over its events.
  ///
  /// - Returns: the summary of the batch.
  /// - Throws: ``StylizeError`` when the batch as a whole can't be done.
  @discardableResult
  public func run() async throws(StylizeError) -> BatchSummary {
    var iterator = makeAsyncIterator()
    var summary = BatchSummary()
    while let event = try await iterator.next(isolation: nil) {
      if case .ended(let last) = event { summary = last }
    }
    return summary
  }

  /// Reads the events of a batch.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let start: @Sendable () -> EventRun<BatchEvent>
    private var run: EventRun<BatchEvent>?

    fileprivate init(start: @escaping @Sendable () -> EventRun<BatchEvent>) { self.start = start }

    /// Waits for the next event; nil after the last one.
    ///
    /// - Throws: ``StylizeError`` when the batch as a whole can't be done.
    public mutating func next() async throws(StylizeError) -> BatchEvent? {
      try await next(isolation: nil)
    }

    /// Waits for the next event; nil after the last one.
    ///
    /// - Parameter actor: the actor of the caller.
    /// - Throws: ``StylizeError`` when the batch as a whole can't be done.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StylizeError) -> BatchEvent? {
      let run = self.run ?? start()
      self.run = run
      return try await run.next()
    }
  }
}

extension Stylizer {
  /// Renders files, and what is in folders, into a folder.
  ///
  /// Pictures are decoded and encoded while others are computed. What was rendered is noted in `.stylize.jsonl` in the
  /// output folder, so that the same batch later does only what is left.
  ///
  /// - Parameters:
  ///   - inputs: files and folders.
  ///   - folder: the folder of the results; it is made if it isn't there.
  ///   - recursive: whether folders inside folders count, into a tree of the same shape.
  ///   - resumes: whether a journal is kept.
  ///   - retries: the number of times that something is tried again which may pass, such as reading from a network's disk.
  /// - Returns: the batch, which begins when its first event is asked for.
  public func batch(
    _ inputs: [FilePath], to folder: FilePath, recursive: Bool = false, resumes: Bool = true,
    retries: Int = 0
  ) -> Batch {
    var request = JobRequest(inputs: inputs.map { Path($0) }, output: Path(folder).asFolder)
    (request.recursive, request.style) = (recursive, settings.style)
    return Batch { [self, request] in
      let (queue, stop) = (EventQueue<BatchEvent>(), CancellationToken())
      let task = Task {
        do {
          try await access.run {
            try await BackgroundThread.run { [self] _ in
              try take(request, resumes: resumes, retries: retries, stop, queue)
            }
          }
          queue.end()
        } catch is CancellationError {
          var summary = BatchSummary()
          summary.wasCancelled = true
          queue.add(.ended(summary))
          queue.end()
        } catch {
          queue.end(StylizeError(error))
        }
      }
      return EventRun(queue) {
        stop.raise()
        // It may still wait for its turn.
        task.cancel()
      }
    }
  }

  /// Blocks until the batch is done.
  private func take(
    _ request: JobRequest, resumes: Bool, retries: Int, _ stop: CancellationToken,
    _ queue: EventQueue<BatchEvent>
  ) throws {
    var request = request
    // What lies below a file can't be made, and one failure says more than one for each picture.
    if let there = FileStatus(request.output.withoutSlash), there.kind != .folder {
      throw JobError.outputIsNoFolder(
        path: request.output.withoutSlash, inputs: request.inputs.count)
    }
    request.format = try output.imageFormat()
    request.template = try output.nameTemplate.map { try OutputTemplate($0) }
    request.limits = processor.limits
    let journal =
      resumes
      ? try Journal(at: request.output.appending(Journal.fileName), of: request.output) : nil
    request.paintings = journal?.paintings ?? []
    // A name that isn't there is no pattern for others.
    let missing = request.inputs.filter { FileStatus($0) == nil }
    request.inputs.removeAll { missing.contains($0) }
    var list = request.inputs.isEmpty ? JobList() : try request.jobs()
    for path in missing { list.reject(.file(path), .missingInput(path: path)) }
    queue.add(.found(list.jobs.count))
    for rejection in list.rejections {
      queue.add(.failed(FilePath(rejection.source), StylizeError(rejection.error)))
    }
    var options = BatchOptions()
    (options.journal, options.retries) = (journal, retries)
    options.warn = { queue.add(.warning($0)) }
    let summary = processor.run(list.jobs, batch: options, stop: stop) { event in
      let event = BatchEvent(event)
      queue.add(event) { $0.isOutdated(by: event) }
    }
    queue.add(.ended(BatchSummary(summary, rejected: list.rejections.count)))
  }
}

extension Path {
  /// The same path with a slash at its end: results go into it even where it isn't there.
  fileprivate var asFolder: Path {
    bytes.last == UInt8(ascii: "/") ? self : Path(bytes: bytes + [UInt8(ascii: "/")])
  }
  fileprivate var withoutSlash: Path {
    bytes.count > 1 && bytes.last == UInt8(ascii: "/") ? Path(bytes: Array(bytes.dropLast())) : self
  }
}
