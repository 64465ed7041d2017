import ArgumentParser
import BatchProcessing
import ContactSheets
import Files
import ImageIO
import Logging
import StyleTransfer

/// Makes a gallery: `stylize gallery Samples ./gallery`.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Paint photographs in every style and make a web page of the results.")

  @Option(
    parsing: .unconditional,
    help: "The longer side of the pictures, \(Limits.previewSide) pixels (default: 960).",
    transform: Limits.previewSide.parse)
  var size: Int?

  @Option(
    help:
      "Whether files that are there already and were not made by an earlier gallery are replaced.")
  var existing = ExistingPreview.fail

  @OptionGroup var controls: AppearanceControls
  @OptionGroup var previews: PreviewOptions

  @Argument(help: "A folder of photographs.", completion: .directory)
  var photographs: String

  @Argument(help: "The folder for the page and its pictures.", completion: .directory)
  var folder: String

  func run() throws {
    try previews.run { [self] previews, progress in
      var gallery = Gallery(previews)
      gallery.settings = controls.applied(to: gallery.settings)
      if let size { gallery.side = size }
      gallery.overwrites = existing == .overwrite
      let folder = Path(argument: folder)
      let log = self.previews.messages.makeLogger()
      let (found, rejected) = try pictures()
      for rejection in rejected { log.error("\(rejection.error)") }
      let failures = try gallery.make(of: found, in: folder, progress: progress)
      for failure in failures { log.error("\(failure)") }
      return PreviewResult(
        path: "\(folder)/index.html", failed: failures.count + rejected.count)
    }
  }

  /// The photographs of the folder, and the rejections of others.
  private func pictures() throws -> (found: [Path], rejected: [JobList.Rejection]) {
    var request = JobRequest(
      inputs: [Path(argument: photographs)], output: Path(argument: folder))
    request.stream = StandardStream.source
    let list = try request.jobs()
    // Photographs whose results would clash elsewhere have folders of their own here.
    let clashing = list.rejections.filter { if case .clash = $0.error { true } else { false } }
    let rejected = list.rejections.filter { if case .clash = $0.error { false } else { true } }
    let found = (list.jobs.map(\.source) + clashing.map(\.source)).compactMap(\.path)
    if found.isEmpty, let rejection = rejected.first { throw rejection.error }
    return (found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }, rejected)
  }
}
