internal import Engine
package import ImageIO
internal import Networks

/// A picture to render, with its source, and the format and destination of its result.
package struct RenderRequest: Sendable {
  let source: any PixelSource
  let writer: ImageWriter
  /// The destination of the result; nil for one that stays in memory.
  let destination: Job.Destination?

  /// The bit depth of the result.
  var depth: BitDepth { writer.depth(for: source.info.depth) }
}

extension RenderRequest {
  /// Makes the request of a batch's job. Reads the header of its picture.
  ///
  /// - Parameter overwriting: whether the result may replace a file.
  /// - Throws: `ImageError`.
  init(_ job: Job, overwriting: Bool, _ options: RenderOptions, _ limits: ImageLimits) throws {
    source = try DecodedSource(job.source, limits)
    writer = options.writer(for: job.format, overwriting: overwriting)
    destination = job.destination
  }

  /// Makes a request whose result stays in memory.
  ///
  /// - Parameter depth: the bit depth of the result; nil for the source's.
  package init(inMemory source: any PixelSource, depth: BitDepth?) throws {
    self.source = source
    // PPM's encoder holds nothing, so no memory is planned for one.
    writer = ImageWriter(format: try ImageFormat(suffix: "ppm"), depth: depth)
    destination = nil
  }
}

/// A picture in the network's input, with the parts of it that later steps need.
struct NetworkInput<B: Backend>: Sendable {
  let request: RenderRequest
  let image: SourceImage
  /// The network's input: the picture at its working size, with grain.
  let map: StoredMap<B>
  let plan: Plan
  /// The file for the maps that the plan doesn't keep in memory.
  let scratch: ScratchFile?
  /// Whether the map is free of grain.
  let isClean: Bool

  /// The picture without grain at its working size.
  ///
  /// - Throws: `ImageError`.
  func shrunk() throws -> ImageRows {
    isClean ? ImageRows(of: map) : try image.resized(to: map.shape.size)
  }
}

/// The network's output for a picture.
struct NetworkOutput<B: Backend>: Sendable {
  let input: NetworkInput<B>
  /// The output at the working size.
  let map: StoredMap<B>

  var depth: BitDepth { input.request.depth }
  var rows: ImageRows { ImageRows(of: map).converted(to: depth) }
}

extension OutputImage {
  init<B: Backend>(_ rows: ImageRows, of input: NetworkInput<B>) {
    self.init(
      width: rows.size.width, height: rows.size.height, depth: rows.depth,
      metadata: input.request.source.metadata, colour: rows.read,
      alpha: input.image.alpha?.rowSource)
  }
}
