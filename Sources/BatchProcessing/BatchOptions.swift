internal import StyleTransfer

/// How a batch is taken through, whatever is painted.
package struct BatchOptions: Sendable {
  /// How many pictures are decoded, and how many encoded, at the same time.
  package var workers = 2
  /// How often something is tried again that may pass: reading, writing, a device.
  package var retries = 0
  /// Bytes that photographs and paintings on their way may take together, besides the feature maps of
  /// the one that is computed.
  package var picturesBytes = InFlightLimits.usualBytes
  /// Where finished paintings are noted, and by which is known what is still to be done.
  package var journal: Journal?
  /// Told what does not concern a single picture, such as a journal that can't be written.
  package var warn: @Sendable (String) -> Void = { _ in }

  /// Whether a full disk ends the batch, as nothing more can be written there; a watcher waits instead.
  package var endsOnFullDisk = true

  package init() {}

  /// What concerns images that are on their way while another one is computed.
  var inFlight: InFlightLimits { InFlightLimits(workers: workers, picturesBytes: picturesBytes) }
}
