import Files
import Foundation

/// Where the program keeps what it must remember of a person's single paintings (XDG Base Directory
/// Specification: state).
enum StateFolder {
  /// The folder with a record for each painting, which is made where it isn't there and only its owner may
  /// read; nil where there is no such place, as in a container without a home.
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
