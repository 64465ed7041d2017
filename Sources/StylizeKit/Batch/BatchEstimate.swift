internal import Engine
internal import Images
internal import Networks

/// What a batch would do, and about what it would take.
public struct BatchEstimate: Sendable {
  /// What is to be done about each job, in the jobs' order.
  public var standings: [(job: Job, standing: Standing)] = []
  /// Of all pictures that would be painted.
  public var pixels = 0
  /// Seconds; nil when there is nothing to paint.
  public var seconds: Double?
  /// Bytes that the paintings would take on the disk.
  public var diskBytes = 0
  /// Bytes that the whole program should have in memory at most.
  public var memoryBytes = 0
  /// Whether seconds and bytes come from the journal's paintings in this style, or from a small picture
  /// that was painted for the purpose.
  public var isFromJournal = false

  public var pictures: Int {
    standings.count { if case .paint = $0.standing { true } else { false } }
  }
}

extension Stylizer {
  /// Looks at every job without doing it. Photographs' headers are read, of many those of a thousand.
  public func estimate(_ jobs: [Job], batch: BatchOptions = BatchOptions()) -> BatchEstimate {
    easels.chosen[0].estimate(jobs, ledger(batch), batch)
  }
}

extension Stylizer {
  /// Looks at every job as ``estimate(_:batch:)`` does, and tells of each as soon as it is known how much
  /// work it will be, for ``RemainingTime``. Of many pictures, the headers of a thousand are read.
  ///
  /// - Parameter tell: given the job and its work, 0 for one that will be skipped; returns false to stop.
  package func forecast(
    _ jobs: [Job], batch: BatchOptions, tell: (Job, Double) -> Bool
  ) {
    let (ledger, easel) = (ledger(batch), easels.chosen[0])
    let step = max(1, (jobs.count + BatchEstimate.headerLimit - 1) / BatchEstimate.headerLimit)
    for (index, job) in jobs.enumerated() {
      if case .paint = ledger.standing(of: job) {
        guard index.isMultiple(of: step), let path = job.source.path,
          let info = try? PictureReader(.file(path), limits: limits).info
        else { continue }
        let size = Size(height: info.height, width: info.width)
        guard tell(job, easel.work(of: size)) else { return }
      } else {
        guard tell(job, 0) else { return }
      }
    }
  }
}

/// What a pixel costs.
struct PaintingRate {
  /// Of a pixel that is computed: large strokes are painted on a smaller picture.
  var secondsPerPixel: Double
  /// Of a pixel of the painting.
  var bytesPerPixel: Double

  init(seconds: Double, computed: Int, bytes: Int, pixels: Int) {
    secondsPerPixel = seconds / Double(max(computed, 1))
    bytesPerPixel = Double(bytes) / Double(max(pixels, 1))
  }

  /// From the paintings that a journal knows of; nil when it has none like these.
  init?(
    _ journal: Journal?, like recipe: Recipe, on device: String, computed: (Size) -> Size
  ) {
    let measured = (journal?.measurements ?? [])
      .filter { $0.recipe.paintsLike(recipe) && $0.device == device }
    guard !measured.isEmpty else { return nil }
    let sizes = measured.map { Size(height: $0.height, width: $0.width) }
    self.init(
      seconds: measured.reduce(0) { $0 + $1.seconds },
      computed: sizes.reduce(0) { $0 + computed($1).pixels },
      bytes: measured.reduce(0) { $0 + $1.bytes }, pixels: sizes.reduce(0) { $0 + $1.pixels })
  }
}

extension BatchEstimate {
  /// How many headers are read; more pictures are taken for the average of these.
  static let headerLimit = 1000

  init<B: Backend>(_ jobs: [Job], _ ledger: Ledger, _ batch: BatchOptions, _ painter: Painter<B>) {
    standings = jobs.map { ($0, ledger.standing(of: $0)) }
    let toPaint = standings.compactMap { job, standing in
      if case .paint = standing { job } else { nil }
    }
    guard let first = toPaint.first else { return }
    let step = max(1, (toPaint.count + Self.headerLimit - 1) / Self.headerLimit)
    let headers = stride(from: 0, to: toPaint.count, by: step).compactMap { index -> PictureInfo? in
      guard let path = toPaint[index].source.path else { return nil }
      return try? PictureReader(.file(path), limits: painter.options.limits).info
    }
    let sizes = headers.map { Size(height: $0.height, width: $0.width) }
    guard let largest = headers.max(by: { $0.width * $0.height < $1.width * $1.height })
    else { return }
    let scale = Double(toPaint.count) / Double(sizes.count)
    pixels = Int(Double(sizes.reduce(0) { $0 + $1.pixels }) * scale)
    let computed = Double(sizes.reduce(0) { $0 + painter.computedSize($1).pixels }) * scale
    let known = PaintingRate(
      ledger.journal, like: ledger.recipe(for: first), on: painter.network.backend.name,
      computed: painter.computedSize)
    isFromJournal = known != nil
    if let rate = known ?? (try? painter.measuredRate(format: first.format)) {
      seconds = computed * rate.secondsPerPixel
      diskBytes = Int(Double(pixels) * rate.bytesPerPixel)
    }
    let writer = painter.options.writer(for: first.format, overwriting: true)
    // A picture for which the memory is too little fails when its turn comes.
    memoryBytes =
      (try? painter.peakBytes(of: largest, by: writer, count: toPaint.count, batch))
      ?? painter.memory.total
  }
}

extension Painter {
  /// The size at which a photograph is painted.
  func computedSize(_ photograph: Size) -> Size {
    strokeSize.workingSize(for: photograph, recommended: workingSize)
  }

  /// What a photograph costs, in pixels that are computed: decoding, enlarging and encoding cost about a
  /// tenth of that for each pixel of the photograph.
  func work(of photograph: Size) -> Double {
    Double(computedSize(photograph).pixels) + 0.1 * Double(photograph.pixels)
  }

  /// Paints and encodes a small picture of waves and grain, once to warm up and once against the clock.
  func measuredRate(format: PictureFormat) throws -> PaintingRate {
    let size = Size(height: 288, width: 384)
    let plan = try planner.plan(for: size, input: .uint8, output: .uint8)
    let executor = Executor(network)
    let map = try network.makeInput(plan)
    try Self.testPicture(size).withUnsafeBytes { try map.write($0, rows: 0..<size.height) }
    _ = try executor.paint(map, style: style, plan: plan)
    let start = ContinuousClock.now
    let painting = try executor.paint(map, style: style, plan: plan)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let encoded = try PictureWriter(format: format, quality: options.quality, strip: true).encode(
      OutgoingPicture(
        width: size.width, height: size.height, depth: .eight,
        colour: { rows, bytes in try painting.read(rows: rows, into: bytes) }))
    return PaintingRate(
      seconds: seconds, computed: size.pixels, bytes: encoded.count, pixels: size.pixels)
  }

  private static func testPicture(_ size: Size) -> [UInt8] {
    var grain: UInt32 = 1
    return (0..<size.pixels * 3).map { index in
      let (row, column) = (index / 3 / size.width, index / 3 % size.width)
      grain = grain &* 1_664_525 &+ 1_013_904_223
      let wave = (row * (index % 3 + 1) / 2 + column) % 256
      return UInt8((wave < 128 ? wave : 255 - wave) + Int(grain >> 26))
    }
  }
}
