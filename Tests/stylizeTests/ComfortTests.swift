import Foundation
import Testing

/// Manual page and completions.
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

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(shell: String) throws {
    let run = try Program.run("--generate-completion-script", shell)
    #expect(run.status == 0)
    let text = String(decoding: run.output, as: UTF8.self)
    for word in ["output-template", "files-from", "styles"] { #expect(text.contains(word)) }
    let checker = "/bin/\(shell)"
    guard FileManager.default.isExecutableFile(atPath: checker) else { return }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: checker)
    process.arguments = [shell == "fish" ? "--no-execute" : "-n"]
    let pipe = Pipe()
    process.standardInput = pipe
    try process.run()
    try pipe.fileHandleForWriting.write(contentsOf: run.output)
    try pipe.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
