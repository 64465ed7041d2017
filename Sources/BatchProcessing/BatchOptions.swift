internal import StyleTransfer

/// The options of running a batch, whatever its style.
package struct BatchOptions: Sendable {
  /// The number of pictures that are decoded at the same time, and of those that are encoded.
  package var workers = 2
  /// The number of retries after transient failures: of reading, writing or a device.
  package var retries = 0
  /// The memory that photographs and results on their way may take together, besides the feature maps of the picture
  /// that is computed; in bytes.
  package var picturesBytes = InFlightLimits.usualBytes
  /// The journal that records finished results and from which the remaining work is derived; nil to keep none.
  package var journal: Journal?
  /// Receives warnings that don't concern a single picture, such as that a journal can't be written.
  package var warn: @Sendable (String) -> Void = { _ in }

  /// Whether a full disk ends the batch, since nothing more can be written there; a watcher waits instead.
  package var endsOnFullDisk = true

  package init() {}

  /// The limits of the images that are on their way while another one is computed.
  var inFlight: InFlightLimits { InFlightLimits(workers: workers, picturesBytes: picturesBytes) }
}
