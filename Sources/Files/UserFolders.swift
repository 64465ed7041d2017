internal import Foundation

/// The folders of the user that runs this program, as the XDG Base Directory Specification names them.
enum UserFolders {
  /// The folder of cached files: `$XDG_CACHE_HOME/stylize/opencl`, or `~/.cache/stylize/opencl`; nil without a home.
  static var cache: String? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      return cache + "/stylize/opencl"
    }
    return environment["HOME"].map { $0 + "/.cache/stylize/opencl" }
  }
}
