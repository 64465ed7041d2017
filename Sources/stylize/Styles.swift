import ArgumentParser
import Foundation
import Logging
import StylizeKit

/// `stylize styles [--json]`
struct Styles: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the styles that there are.")

  @Flag(help: "One JSON array, for programs.")
  var json = false

  @OptionGroup var styles: StyleOptions

  func run() throws {
    let catalog = try ExitStatus.reporting(in: .request) { try styles.catalog() }
    for problem in catalog.problems {
      PlainLogHandler.write(.warning, "\(problem)")
    }
    let rows = catalog.styles.map(StyleRow.init)
    guard !rows.isEmpty else {
      let folders = catalog.folders.joined(separator: ", ")
      PlainLogHandler.write(.notice, "found no styles in \(folders)")
      throw ExitStatus.nothingToDo
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(rows), as: UTF8.self))
    } else {
      StyleRow.print(rows)
    }
  }
}
