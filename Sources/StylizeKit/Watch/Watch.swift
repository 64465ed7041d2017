internal import Files
internal import Foundation
internal import Images
public import Models
internal import Synchronization

/// Paints what lies in a folder and what comes into it, for as long as it is let.
///
/// A photograph is taken when it has settled: closed by whoever wrote it, or moved in, or the same in
/// two looks. All goes through the pipeline of any other batch; the journal keeps what is done, so that
/// a watcher that was killed and started again neither loses a photograph nor paints it twice.
public final class Watch: Sendable {
  private let request: WatchRequest
  private let batch: BatchOptions
  private let tree: WatchedTree
  private let outcomes: Outcomes
  private let arrivals: Arrivals
  private let lock: WatchLock
  private let wakeup = Wakeup()
  private let inbox = Inbox()
  private let start = ContinuousClock.now

  /// Locks the output for this watcher.
  ///
  /// - Parameter tell: called from several threads, but never from two at once.
  /// - Throws: ``WatchError``, ``JobError``; `ImageError` when the template's suffix is of no format
  ///   that can be written.
  public init(
    _ request: WatchRequest, batch: BatchOptions, tell: @escaping @Sendable (WatchEvent) -> Void
  ) throws {
    try request.check(hasJournal: batch.journal != nil)
    self.request = request
    self.batch = batch.goingOnWithFullDisk
    let tree = WatchedTree(request, journal: batch.journal)
    let outcomes = Outcomes(
      tree, Aftermath(after: request.after, failed: request.failed), tell: tell)
    let naming = Mutex(
      try OutputNaming(
        folder: request.jobs.output, template: request.jobs.template, format: request.jobs.format,
        style: request.jobs.style, limits: request.jobs.limits))
    (self.tree, self.outcomes) = (tree, outcomes)
    arrivals = Arrivals { photograph in
      do {
        return try naming.withLock { try tree.job(for: photograph, &$0) }
      } catch {
        outcomes.refuse(photograph, BatchEvent.Failure(error, of: .file(photograph)))
        return nil
      }
    }
    lock = try WatchLock(
      of: request.jobs.output, watching: request.folder, shard: request.jobs.shard)
    for folder in request.ownFolders { try folder.makeFolder() }
  }

  /// Watches and paints until `stop` is raised and the watcher woken. Blocks: call it from a thread of
  /// your own, once.
  ///
  /// - Parameter makeStylizer: called at the beginning, and again when the style has changed on the disk.
  /// - Throws: ``WatchError/watchedAlready(output:holder:)`` when the lock was deleted and another program took
  ///   it; what `makeStylizer` throws at the beginning; `ModelError` when the style can't be had.
  public func run(until stop: StopSignal, _ makeStylizer: (Catalog) throws -> Stylizer) throws {
    var catalog = Catalog(folders: request.styleFolders)
    var files = try StyleFiles(of: request.look, in: catalog)
    var stylizer = try makeStylizer(catalog)
    let lookout = Lookout(
      request, tree, arrivals, files, lock, wakeup: wakeup, inbox: inbox, tell: outcomes.tell)
    let lost = Mutex<(any Error)?>(nil)
    let watching: Crew
    do throws(Cause) {
      watching = try Crew(1) { _ in
        do { try lookout.run(until: stop) } catch { lost.withLock { $0 = error } }
      } last: { [arrivals] in
        arrivals.close()
      }
    } catch {
      throw WatchError.noThread(reason: error)
    }
    var complaint: String?
    while true {
      _ = stylizer.paint(from: arrivals, batch: batch, stop: stop) { [self] event in
        outcomes.take(event, from: arrivals) { path, quiet in
          inbox.put { $0.settle.append((path, quiet)) }
          wakeup.wake()
        }
      }
      if stop.isRaised || lost.withLock({ $0 != nil }) { break }
      // The source was paused because the style has changed.
      do {
        catalog = Catalog(folders: request.styleFolders)
        files = try StyleFiles(of: request.look, in: catalog)
        stylizer = try makeStylizer(catalog)
        complaint = nil
        let loaded = files
        inbox.put {
          $0.styles = loaded
          // By the journal, what was painted in the old style is painted again.
          $0.rescan = true
        }
        outcomes.tell(.reloaded)
      } catch {
        if complaint != "\(error)" { outcomes.tell(.notReloaded(reason: "\(error)")) }
        complaint = "\(error)"
      }
      arrivals.resume()
      wakeup.wake()
    }
    wakeup.wake()
    watching.wait()
    if let error = lost.withLock({ $0 }) { throw error }
    lock.leave()
  }

  /// Makes the watcher notice that its stop signal was raised. Safe from any thread.
  public func wake() { wakeup.wake() }

  public var status: WatchStatus {
    var status = outcomes.status
    let (waiting, inWork) = arrivals.counts
    (status.waiting, status.inWork) = (waiting + inbox.settling, inWork)
    status.seconds = (ContinuousClock.now - start) / .seconds(1)
    return status
  }
}

extension BatchOptions {
  /// A photograph that comes later may find room again.
  fileprivate var goingOnWithFullDisk: BatchOptions {
    var options = self
    options.endsOnFullDisk = false
    return options
  }
}
