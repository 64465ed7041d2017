internal import Foundation

/// The folders in which style packs are looked for.
package enum StyleFolders {
  /// The folders to search, the most specific first: those that are named, the user's own data
  /// folder, the folder beside the installed program, the system's data folders.
  ///
  /// The working directory is never among them: the result must not depend on where the program was
  /// started. The data folders are those of the XDG Base Directory Specification.
  package static func search(
    named: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
    program: String? = programPath
  ) -> [String] {
    var folders = named
    if let own = environment["XDG_DATA_HOME"].flatMap(absolute) {
      folders.append(own + "/stylize/styles")
    } else if let home = environment["HOME"].flatMap(absolute) {
      folders.append(home + "/.local/share/stylize/styles")
    }
    if let program {
      let prefix = URL(fileURLWithPath: program).deletingLastPathComponent()
        .deletingLastPathComponent().path
      folders.append((prefix == "/" ? "" : prefix) + "/share/stylize/styles")
    }
    let system = environment["XDG_DATA_DIRS"].flatMap { $0.isEmpty ? nil : $0 }
    folders += (system ?? "/usr/local/share:/usr/share").split(separator: ":")
      .compactMap { absolute(String($0)) }.map { $0 + "/stylize/styles" }
    var seen: Set<String> = []
    return folders.filter { seen.insert($0).inserted }
  }

  /// The path of the running program, with links resolved.
  package static var programPath: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// The path, if it is absolute; the specification says that relative paths in these variables are
  /// to be ignored.
  private static func absolute(_ path: String) -> String? {
    path.hasPrefix("/") ? path : nil
  }
}
