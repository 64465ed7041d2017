import ArgumentParser
import StylizeKit

/// `stylize gallery Samples ./gallery`
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Paint photographs in every style and make a web page of the results.")

  @Option(help: "The longer side of the pictures, in pixels (default: 960).")
  var size: Int?

  @OptionGroup var controls: LookControls
  @OptionGroup var previews: PreviewOptions

  @Argument(help: "A folder of photographs.", completion: .directory)
  var photographs: String

  @Argument(help: "The folder for the page and its pictures.", completion: .directory)
  var folder: String

  func run() throws {
    try previews.run { previews, progress in
      var gallery = Gallery(previews)
      gallery.look = controls.applied(to: gallery.look)
      if let size { gallery.side = size }
      let folder = PicturePath(argument: folder)
      try gallery.make(of: pictures(), in: folder, progress: progress)
      return "\(folder)/index.html"
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
