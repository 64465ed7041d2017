import Files
import Foundation

/// The folder for the program's records of the user's single results (XDG Base Directory Specification: state).
enum StateFolder {
  /// The folder with a record for each single result, created if needed and readable by its owner only; nil where there
  /// is no such place, as in a container without a home.
  static func ofPaintings(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Path? {
    let base: String
    if let own = environment["XDG_STATE_HOME"], own.hasPrefix("/") {
      base = own
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      base = home + "/.local/state"
    } else {
      return nil
    }
    let folder = base + "/stylize/paintings"
    let made: ()? = try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return made != nil && access(folder, W_OK) == 0 ? Path(folder) : nil
  }
}
