/// The number of letters to insert, delete, replace or swap with their neighbour to turn one word into the other
/// (optimal string alignment, Damerau 1964).
func editDistance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first), Array(second))
  var before: [Int] = []
  var previous = Array(0...b.count)
  for row in a.indices {
    var current = [row + 1]
    for column in b.indices {
      let replaced = previous[column] + (a[row] == b[column] ? 0 : 1)
      var distance = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
        distance = min(distance, before[column - 1] + 1)
      }
      current.append(distance)
    }
    (before, previous) = (previous, current)
  }
  return previous[b.count]
}

/// The names that were probably meant by a word.
package enum NearestNames {
  /// Finds up to three of the candidates, the nearest first: those that are a few letters away, or else those that
  /// contain the word. Letter case does not count.
  package static func find(_ word: String, among candidates: [String]) -> [String] {
    let word = word.lowercased()
    let rated = candidates.map { candidate in
      (name: candidate, distance: editDistance(word, candidate.lowercased()))
    }
    let limit = min(max(2, word.count / 3), word.count - 1)
    var near = rated.filter { $0.distance <= limit }
    if near.isEmpty, word.count > 2 {
      near = rated.filter { $0.name.lowercased().contains(word) }
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }
}
