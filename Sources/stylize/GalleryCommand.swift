import ArgumentParser
import Logging
import StylizeKit

/// `stylize gallery Samples ./gallery`
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Paint photographs in every style and make a web page that shows them.")

  @Option(help: "The longer side of the pictures, in pixels.")
  var size: Int?

  @OptionGroup var controls: LookControls
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions
  @OptionGroup(title: "Styles") var catalog: StyleOptions

  @Argument(help: "A folder of photographs.")
  var photographs: String

  @Argument(help: "The folder that the page and its pictures go to.")
  var folder: String

  func run() throws {
    let log = messages.makeLogger()
    do {
      let folder = PicturePath(argument: folder)
      var options = PaintingOptions()
      computing.apply(to: &options)
      var gallery = try Gallery(
        from: catalog.catalog, options: options,
        device: computing.device.resolved().devices[0], threads: computing.threads)
      gallery.look = controls.applied(to: gallery.look)
      if let size { gallery.side = size }
      var bar = ProgressBar(total: 1, isQuiet: messages.quiet)
      defer { bar.clear() }
      try gallery.make(of: pictures(), in: folder) { bar.progress(Double($0) / Double($1)) }
      bar.clear()
      if !messages.quiet { print("\(folder)/index.html") }
    } catch {
      log.error("\(error)")
      throw error is ModelError || error is SheetError || error is JobError
        ? ExitStatus.usage : .allFailed
    }
  }

  private func pictures() throws -> [PicturePath] {
    let list = try JobRequest(
      inputs: [PicturePath(argument: photographs)], output: PicturePath(argument: folder)
    ).jobs()
    if let rejection = list.rejections.first { throw rejection.error }
    return list.jobs.compactMap { if case .file(let path) = $0.source { path } else { nil } }
  }

  func validate() throws {
    if let size, !SheetRequest.cellSides.contains(size) {
      throw ValidationError("Found pictures of \(size) pixels, expected 32 to 4096.")
    }
  }
}
