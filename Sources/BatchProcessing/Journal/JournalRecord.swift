/// The last lines of a journal about one result.
package struct JournalRecord {
  package struct Measurement {
    package var recipe: RenderKey
    package var device: String
    package var width: Int
    package var height: Int
    package var seconds: Double
    package var bytes: Int
  }

  package private(set) var finished: JournalEntry?
  /// The last `began` line; nil once a later line says how it ended.
  package private(set) var began: JournalEntry?

  init() {}

  init(finished entry: JournalEntry) { add(entry) }

  mutating func add(_ entry: JournalEntry) {
    switch entry.event {
    case .began: began = entry
    case .finished: (finished, began) = (entry, nil)
    case .failed: began = nil
    }
  }

  var measurement: Measurement? {
    guard let finished, let width = finished.width, let height = finished.height,
      let seconds = finished.seconds, let bytes = finished.painting?.size
    else { return nil }
    return Measurement(
      recipe: finished.recipe, device: finished.device ?? "", width: width, height: height,
      seconds: seconds, bytes: bytes)
  }
}
