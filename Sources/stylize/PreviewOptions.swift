import ArgumentParser
import Logging
import StylizeKit

/// What `sheet` and `gallery` have in common.
struct PreviewOptions: ParsableArguments {
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions

  /// Makes something of previews, shows how far it is and says where it lies.
  ///
  /// - Parameters:
  ///   - options: beside those of this group.
  ///   - make: given what paints, and what to tell how many of how many pictures are done.
  func run(
    _ options: PaintingOptions = PaintingOptions(),
    _ make: (Previews, (Int, Int) -> Void) throws -> String
  ) throws {
    let log = messages.makeLogger()
    do {
      var options = options
      computing.apply(to: &options)
      try memory.apply(to: &options)
      let previews = try Previews(
        from: styles.catalog, options: options, devices: computing.devices(log, atMost: 1),
        threads: computing.threads, warn: { log.warning("\($0)") })
      var bar = ProgressBar(total: 1, isQuiet: messages.quiet)
      defer { bar.clear() }
      let path = try make(previews) { bar.progress(Double($0) / Double($1)) }
      bar.clear()
      if !messages.quiet { print(path) }
    } catch {
      log.error("\(error)")
      throw Self.status(after: error)
    }
  }

  private static func status(after error: any Error) -> ExitStatus {
    switch error {
    case is DeviceError: .device
    case is ModelError, is SheetError, is JobError, is FileError: .usage
    default: .allFailed
    }
  }
}
