import ArgumentParser
import Foundation
import Logging
import StyleLibrary

/// Lists the styles: `stylize styles [--long] [--json]`.
struct Styles: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the styles that there are.",
    discussion: """
      The list is as wide as the terminal, or 60 columns where there is none; longer titles are cut.
      """)

  @Flag(name: .shortAndLong, help: "List everything, licences too, however wide.")
  var long = false

  @Flag(help: "Print a JSON array, for programs.")
  var json = false

  @OptionGroup var styles: StyleOptions
  @OptionGroup var configuration: ConfigurationOptions

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
      StyleRow.print(rows, width: long ? nil : Terminal.width(of: .output) ?? 60)
    }
  }
}
