import Foundation
import Testing

/// The manual page.
@Suite struct ComfortTests {
  @Test func theManualNamesEveryOption() throws {
    let run = try Program.run("manual")
    #expect(run.status == 0)
    let text = String(decoding: run.output, as: UTF8.self)
    #expect(text.hasPrefix(".TH STYLIZE 1"))
    for command in ["paint", "styles"] {
      let help = try Program.run("help", command).lines.joined(separator: "\n")
      let options = help.matches(of: #/--[a-z][a-z-]+/#).map { String($0.output) }
      #expect(options.count > 2)
      for option in options {
        let roff = option.replacingOccurrences(of: "-", with: "\\-")
        #expect(text.contains(roff), "\(option)")
      }
    }
    // A line that begins with a dot is a request; all of ours are known to man(7).
    let requests = Set(
      run.lines.filter { $0.hasPrefix(".") }.map { $0.split(separator: " ")[0] })
    #expect(requests.isSubset(of: [".TH", ".SH", ".SS", ".PP", ".TP"]))
  }
}
