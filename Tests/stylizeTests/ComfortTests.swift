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
    // In the place of a command there may be a photograph.
    let files = [
      "bash": "-o default -F _stylize", "zsh": "subcommands && ret=0\n        _files",
      "fish": #""stylize" -ge 1' -F"#,
    ]
    #expect(text.contains(files[shell]!))
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

  /// What is offered for a line, asked in the shells themselves; those that aren't there are passed over.
  @Test(arguments: [
    ("bash", "stylize --str", "--strength"), ("bash", "stylize --existing n", "newer"),
    ("bash", "stylize imp", "import"), ("bash", "stylize plan --prec", "--precision"),
    ("bash", "stylize --style star", "starry"), ("bash", "stylize watch -s star", "starry"),
    ("bash", "stylize sheet --styles wave,star", "wave,starry"),
    ("bash", "stylize export star", "starry"), ("bash", "stylize --device au", "auto"),
    ("bash", "stylize gallery -g cp", "cpu"), ("bash", "stylize tune --device cp", "cpu"),
    ("bash", "stylize --preset holi", "holiday"),
    ("bash", "stylize sheet --preset holi", "holiday"),
    ("fish", "stylize --style star", "starry"), ("fish", "stylize --preset holi", "holiday"),
    ("fish", "stylize --stren", "--strength"), ("fish", "stylize --existing n", "newer"),
    ("fish", "stylize imp", "import"), ("fish", "stylize plan --prec", "--precision"),
  ])
  func offers(shell: String, line: String, expected: String) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)") else { return }
    let folder = try TemporaryFolder()
    try folder.write(Program.run("--generate-completion-script", shell).output, "script")
    for path in [".local/share/stylize", ".config/stylize"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(path), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(".local/share/stylize/styles"), withDestinationPath: Program.styles)
    try folder.write(
      Data("presets: {holiday: {style: wave}}\n".utf8), ".config/stylize/stylize.yaml")
    let ask =
      shell == "fish"
      ? #"source "$argv[1]"; complete -C "$argv[2]""#
      : #"""
      source "$0"; COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _stylize stylize "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\n' "${COMPREPLY[@]}"
      """#
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(shell)")
    process.arguments = ["-c", ask, folder.path("script"), line]
    // Completions may ask the program itself.
    process.environment = [
      "PATH": Program.executable.deletingLastPathComponent().path + ":/usr/bin:/bin",
      "HOME": folder.path(""),
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let offered = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let words = offered.split(separator: "\n").map { $0.split(separator: "\t")[0] }
    #expect(words.contains { $0 == expected }, "\(offered)")
  }
}
