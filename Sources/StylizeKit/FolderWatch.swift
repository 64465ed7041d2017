internal import BatchProcessing
internal import Files
internal import FolderWatching
internal import StyleLibrary
internal import StyleTransfer
internal import Synchronization
public import SystemPackage

/// A folder whose pictures are rendered as they come in: a sequence of events without an end of its own.
///
/// A picture is rendered once the program that wrote it has closed it or moved it in. Those that are there when the watch
/// begins are rendered too, unless they were before. The watch begins when the first event is asked for, and stops when
/// the task that reads the events is cancelled and when the iterator goes away. After a cancellation the sequence ends once
/// everything is put away; after a loop that was left, the output folder is free for another watch a moment later.
///
/// ```swift
/// for try await event in stylizer.watch(incoming, to: results) {
///   if case .picture(.written(let photo, let result, _)) = event {
///     print("\(photo) is now \(result)")
///     break
///   }
/// }
/// ```
public struct FolderWatch: AsyncSequence, Sendable {
  /// The type of events.
  public typealias Element = Event
  /// The type of what is thrown when the folder can't be watched.
  public typealias Failure = StylizeError

  /// An event of a watch.
  public enum Event: Hashable, Sendable {
    /// Whatever is in the folder, or comes into it from now on, is seen.
    case watching
    /// Something happened to a picture: it began, progressed, was written, skipped or failed.
    case picture(BatchEvent)
    /// Something failed that is no fault of the picture, which is tried again after so many seconds.
    case postponed(FilePath, StylizeError, seconds: Double)
    /// A picture was gone when its turn came.
    case gone(FilePath)
    /// The watched folder is gone; the watch waits for it.
    case folderGone(FilePath)
    /// The watched folder is there again.
    case folderBack(FilePath)
    /// The files of the style have changed, and results are rendered anew.
    case styleReloaded
    /// Something worth knowing that stops nothing, one line.
    case warning(String)
  }

  /// The treatment of a picture once its result is in its place.
  public enum Afterwards: Hashable, Sendable {
    /// Leaves it where it is.
    case keep
    /// Moves it into a folder.
    case move(to: FilePath)
    /// Deletes it.
    case delete
  }

  private let start: @Sendable () -> EventRun<Event>

  init(start: @escaping @Sendable () -> EventRun<Event>) { self.start = start }

  /// Makes an iterator, which watches while it is there.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(start: start) }

  /// Reads the events of a watch.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let start: @Sendable () -> EventRun<Event>
    private var run: EventRun<Event>?

    fileprivate init(start: @escaping @Sendable () -> EventRun<Event>) { self.start = start }

    /// Waits for the next event; nil once the watch was stopped.
    ///
    /// - Throws: ``StylizeError`` when the folder can't be watched.
    public mutating func next() async throws(StylizeError) -> Event? {
      try await next(isolation: nil)
    }

    /// Waits for the next event; nil once the watch was stopped.
    ///
    /// - Parameter actor: the actor of the caller.
    /// - Throws: ``StylizeError`` when the folder can't be watched.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StylizeError) -> Event? {
      let run = self.run ?? start()
      self.run = run
      return try await run.next()
    }
  }
}

extension Stylizer {
  /// Renders what is in a folder and what comes into it.
  ///
  /// One watch at a time writes into an output folder; its journal is `.stylize.jsonl` there.
  ///
  /// - Parameters:
  ///   - folder: the folder to watch.
  ///   - output: the folder of the results; it is made if it isn't there.
  ///   - recursive: whether folders inside the folder count.
  ///   - afterwards: the treatment of a picture once its result is in its place.
  ///   - failed: the folder of pictures that can't be rendered, each with a file beside it that says why; nil leaves
  ///     them where they are.
  ///   - pollSeconds: the time between two looks at the folder; nil to be told by the system where it can tell.
  /// - Returns: the watch, which begins when its first event is asked for.
  public func watch(
    _ folder: FilePath, to output: FilePath, recursive: Bool = false,
    afterwards: FolderWatch.Afterwards = .keep, failed: FilePath? = nil, pollSeconds: Double? = nil
  ) -> FolderWatch {
    var request = WatchRequest(
      Path(folder), output: Path(output), settings: settings,
      styleFolders: catalog.catalog.folders)
    request.jobs.recursive = recursive
    request.after =
      switch afterwards {
      case .keep: .keep
      case .move(let folder): .move(to: Path(folder))
      case .delete: .delete
      }
    (request.failed, request.pollSeconds) = (failed.map { Path($0) }, pollSeconds)
    return FolderWatch { [self, request] in
      let (queue, stop) = (EventQueue<FolderWatch.Event>(), CancellationToken())
      let shared = StartedSession()
      do throws(Cause) {
        try SystemThread.start { [self] in
          do {
            let watch = try makeSession(request, queue)
            shared.session.withLock { $0 = watch }
            try run(watch, until: stop)
            queue.end()
          } catch {
            queue.end(StylizeError(error))
          }
        }
      } catch {
        queue.end(StylizeError(noThread: error))
      }
      return EventRun(queue) {
        stop.raise()
        shared.session.withLock { $0 }?.wake()
      }
    }
  }

  private func makeSession(
    _ request: WatchRequest, _ queue: EventQueue<FolderWatch.Event>
  ) throws -> WatchSession {
    var request = request
    let folder = request.jobs.output
    request.jobs.format = try output.imageFormat()
    request.jobs.template = try output.nameTemplate.map { try OutputTemplate($0) }
    request.jobs.limits = processor.limits
    var options = BatchOptions()
    options.journal = try Journal(at: folder.appending(Journal.fileName), of: folder)
    options.warn = { queue.add(.warning($0)) }
    return try WatchSession(request, batch: options) { event in
      guard let event = FolderWatch.Event(event) else { return }
      queue.add(event) { $0.isOutdated(by: event) }
    }
  }

  private func run(_ watch: WatchSession, until stop: CancellationToken) throws {
    var first: BatchProcessor? = processor
    try watch.run(until: stop) { catalog in
      defer { first = nil }
      return try first ?? Self.processor(settings, catalog, output, resources, warn)
    }
  }
}

/// The session of a watch, once its thread has made it.
private final class StartedSession: Sendable {
  let session = Mutex<WatchSession?>(nil)
}

extension FolderWatch.Event {
  /// Nil for what is of interest to the command line only.
  init?(_ event: WatchEvent) {
    switch event {
    case .watching: self = .watching
    case .batch(let event): self = .picture(BatchEvent(event))
    case .gone(let path): self = .gone(FilePath(path))
    case .postponed(let source, let failure, let seconds):
      self = .postponed(FilePath(source), StylizeError(failure), seconds: seconds)
    case .leftOut(let input): self = .warning("\(input)")
    case .overflowed:
      self = .warning("more happened than the system could tell; everything is looked at again")
    case .folderGone(let path): self = .folderGone(FilePath(path))
    case .folderBack(let path): self = .folderBack(FilePath(path))
    case .reloaded: self = .styleReloaded
    case .notReloaded(let reason), .trouble(let reason): self = .warning(reason)
    case .alive: return nil
    }
  }

  /// Whether a later event makes it needless.
  func isOutdated(by event: FolderWatch.Event) -> Bool {
    if case .picture(let earlier) = self, case .picture(let later) = event {
      earlier.isOutdated(by: later)
    } else {
      false
    }
  }
}
