import Foundation
import Testing

/// What shells offer. `Documentation/completions/` holds the whole script for each shell, as the help texts are
/// held; whoever changes an option writes them anew.
@Suite struct CompletionTests {
  private static func isThere(_ shell: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)")
  }

  private static let hasBash = isThere("bash")
  private static let hasZsh = isThere("zsh")
  private static let hasFish = isThere("fish")

  private func script(_ shell: String) throws -> Data {
    let run = try Program.run("--generate-completion-script", shell)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    return run.output
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func scriptsAreAsCommitted(shell: String) throws {
    let name = "Documentation/completions/stylize.\(shell)"
    let command = "stylize --generate-completion-script \(shell) > \(name)"
    let expected = try String(
      contentsOf: Program.root.appendingPathComponent(name), encoding: .utf8
    ).split(separator: "\n", omittingEmptySubsequences: false)
    let found = String(decoding: try script(shell), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    // The first line that differs says more than two scripts of a thousand lines.
    if let line = zip(expected, found).enumerated().first(where: { $1.0 != $1.1 }) {
      Issue.record(
        """
        \(name):\(line.offset + 1): expected '\(line.element.0)', found '\(line.element.1)'. If that is meant:
        \(command)
        """)
    } else {
      #expect(expected.count == found.count, "lines of \(name). If that is meant: \(command)")
    }
  }

  /// In the place of a command there may be a photograph.
  @Test(arguments: [
    ("bash", "-o default -F _stylize"), ("zsh", "subcommands && ret=0\n        _files"),
    ("fish", #""stylize" -ge 1' -F"#),
  ]) func offersFiles(shell: String, text: String) throws {
    #expect(String(decoding: try script(shell), as: UTF8.self).contains(text))
  }

  @Test(.enabled(if: hasBash, "needs bash")) func bashReadsItsScript() throws {
    try expectReadable("bash", "-n")
  }

  @Test(.enabled(if: hasZsh, "needs zsh")) func zshReadsItsScript() throws {
    try expectReadable("zsh", "-n")
  }

  @Test(.enabled(if: hasFish, "needs fish")) func fishReadsItsScript() throws {
    try expectReadable("fish", "--no-execute")
  }

  private func expectReadable(_ shell: String, _ option: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(shell)")
    process.arguments = [option]
    let pipe = Pipe()
    process.standardInput = pipe
    try process.run()
    try pipe.fileHandleForWriting.write(contentsOf: try script(shell))
    try pipe.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(
    .enabled(if: hasBash, "needs bash"),
    arguments: [
      ("stylize --str", "--strength"), ("stylize --existing n", "newer"),
      ("stylize imp", "import"), ("stylize plan --prec", "--precision"),
      ("stylize --style star", "starry"), ("stylize watch -s star", "starry"),
      ("stylize sheet --styles wave,star", "wave,starry"), ("stylize export star", "starry"),
      ("stylize --device au", "auto"), ("stylize gallery -g cp", "cpu"),
      ("stylize tune --device cp", "cpu"), ("stylize --preset holi", "holiday"),
      ("stylize sheet --preset holi", "holiday"),
    ])
  func bashOffers(line: String, expected: String) throws {
    let ask = #"""
      source "$0"; COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _stylize stylize "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\n' "${COMPREPLY[@]}"
      """#
    let offered = try offered("bash", ask, line)
    #expect(offered.contains(expected), "\(offered)")
  }

  @Test(
    .enabled(if: hasFish, "needs fish"),
    arguments: [
      ("stylize --style star", "starry"), ("stylize --preset holi", "holiday"),
      ("stylize --stren", "--strength"), ("stylize --existing n", "newer"),
      ("stylize imp", "import"), ("stylize plan --prec", "--precision"),
    ])
  func fishOffers(line: String, expected: String) throws {
    let offered = try offered("fish", #"source "$argv[1]"; complete -C "$argv[2]""#, line)
    #expect(offered.contains(expected), "\(offered)")
  }

  /// What a shell offers for a line, asked in the shell itself.
  private func offered(_ shell: String, _ ask: String, _ line: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(try script(shell), "script")
    for path in [".local/share/stylize", ".config/stylize"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(path), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(".local/share/stylize/styles"), withDestinationPath: Program.styles)
    try folder.write(
      Data("presets: {holiday: {style: wave}}\n".utf8), ".config/stylize/stylize.yaml")
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
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map { String($0.split(separator: "\t")[0]) }
  }
}
