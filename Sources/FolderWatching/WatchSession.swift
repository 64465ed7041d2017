package import BatchProcessing
internal import Files
internal import Foundation
package import StyleLibrary
internal import StyleTransfer
internal import Synchronization

/// Renders the photographs in a folder and those that arrive there, until it is stopped.
///
/// A photograph is taken when it has settled: closed by the program that wrote it, or moved in, or the same in two
/// snapshots. All go through the pipeline of any other batch. The journal records finished results, so that a watcher
/// that was killed and restarted neither loses a photograph nor renders it twice.
package final class WatchSession: Sendable {
  private let request: WatchRequest
  private let batch: BatchOptions
  private let tree: WatchedTree
  private let reporter: WatchReporter
  private let jobQueue: WatchJobQueue
  private let lock: WatchLock
  private let wakeup = Wakeup()
  private let commands = WatcherCommands()
  private let start = ContinuousClock.now

  /// Locks the output for this watcher.
  ///
  /// - Parameter tell: called from several threads, but never from two at once.
  /// - Throws: ``WatchError``, ``JobError``; `ImageError` when the template's suffix is of no writable format.
  package init(
    _ request: WatchRequest, batch: BatchOptions, tell: @escaping @Sendable (WatchEvent) -> Void
  ) throws {
    try request.check(hasJournal: batch.journal != nil)
    self.request = request
    self.batch = batch.goingOnWithFullDisk
    let tree = WatchedTree(request, journal: batch.journal)
    let reporter = WatchReporter(
      tree, SourceDisposition(after: request.after, failed: request.failed), tell: tell)
    let naming = Mutex(
      try OutputNaming(
        folder: request.jobs.output, template: request.jobs.template, format: request.jobs.format,
        style: request.jobs.style, limits: request.jobs.limits))
    (self.tree, self.reporter) = (tree, reporter)
    jobQueue = WatchJobQueue { photograph in
      do {
        return try naming.withLock { try tree.job(for: photograph, &$0) }
      } catch {
        reporter.refuse(photograph, BatchEvent.Failure(error, of: .file(photograph)))
        return nil
      }
    }
    lock = try WatchLock(
      of: request.jobs.output, watching: request.folder, shard: request.jobs.shard)
    for folder in request.ownFolders { try folder.makeFolder() }
  }

  /// Watches and renders until `stop` is raised and the watcher woken. Blocks: call it once, from a thread of your own.
  ///
  /// - Parameter makeStylizer: called at the beginning, and again when the style has changed on the disk.
  /// - Throws: ``WatchError/watchedAlready(output:holder:)`` when the lock was deleted and another program took it; the
  ///   errors of `makeStylizer` at the beginning; `ModelError` when the style can't be found or read.
  package func run(
    until stop: CancellationToken, _ makeStylizer: (Catalog) throws -> BatchProcessor
  )
    throws
  {
    var catalog = Catalog(folders: request.styleFolders)
    var files = try StyleFiles(of: request.settings, in: catalog)
    var stylizer = try makeStylizer(catalog)
    let watcher = FolderWatcher(
      request, tree, jobQueue, files, lock, wakeup: wakeup, commands: commands, tell: reporter.tell)
    let lost = Mutex<(any Error)?>(nil)
    let watching: WorkerGroup
    do throws(Cause) {
      watching = try WorkerGroup(1) { _ in
        do { try watcher.run(until: stop) } catch { lost.withLock { $0 = error } }
      } last: { [jobQueue] in
        jobQueue.close()
      }
    } catch {
      throw WatchError.noThread(reason: error)
    }
    var complaint: String?
    while true {
      _ = stylizer.run(from: jobQueue, batch: batch, stop: stop) { [self] event in
        reporter.take(event, from: jobQueue) { path, quiet in
          commands.put { $0.settle.append((path, quiet)) }
          wakeup.wake()
        }
      }
      if stop.isRaised || lost.withLock({ $0 != nil }) { break }
      // The source was paused because the style has changed.
      do {
        catalog = Catalog(folders: request.styleFolders)
        files = try StyleFiles(of: request.settings, in: catalog)
        stylizer = try makeStylizer(catalog)
        complaint = nil
        let loaded = files
        commands.put {
          $0.styles = loaded
          // By the journal, results of the old style are rendered again.
          $0.rescan = true
        }
        reporter.tell(.reloaded)
      } catch {
        if complaint != "\(error)" { reporter.tell(.notReloaded(reason: "\(error)")) }
        complaint = "\(error)"
      }
      jobQueue.resume()
      wakeup.wake()
    }
    wakeup.wake()
    watching.wait()
    if let error = lost.withLock({ $0 }) { throw error }
    lock.leave()
  }

  /// Makes the watcher notice that its stop signal was raised. Safe from any thread.
  package func wake() { wakeup.wake() }

  package var status: WatchStatus {
    var status = reporter.status
    let (waiting, inWork) = jobQueue.counts
    (status.waiting, status.inWork) = (waiting + commands.unsettled, inWork)
    status.seconds = (ContinuousClock.now - start) / .seconds(1)
    return status
  }
}

extension BatchOptions {
  /// These options, but going on with a full disk: there may be room again for a later photograph.
  fileprivate var goingOnWithFullDisk: BatchOptions {
    var options = self
    options.endsOnFullDisk = false
    return options
  }
}
