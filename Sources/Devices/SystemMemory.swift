internal import Foundation

/// The system's memory figures, in bytes.
package enum SystemMemory {
  /// The memory that this program can have without displacing others, including what it has already: the available
  /// memory, or less where a control group (of a container or a batch system) sets a limit.
  package static var available: Int {
    let machine = meminfo("MemAvailable") ?? Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let free = min(machine, controlGroups.compactMap(\.free).min() ?? machine)
    return free + resident
  }

  /// The memory that this program takes at most by default.
  package static var usualLimit: Int { available / 10 * 9 }

  /// The memory of the machine.
  package static var total: Int { meminfo("MemTotal") ?? available }

  /// The resident memory of this program.
  package static var resident: Int {
    let pages = text("/proc/self/statm")?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * Int(getpagesize())
  }

  private static func meminfo(_ name: String) -> Int? {
    let line = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  fileprivate static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  /// The control groups that this program is in, with their ancestors, in both versions of the interface.
  private static var controlGroups: [ControlGroup] {
    (text("/proc/self/cgroup") ?? "").split(separator: "\n").flatMap { line -> [ControlGroup] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let controllers = fields[1].split(separator: ",")
      if fields[1].isEmpty { return groups("/sys/fs/cgroup", fields[2], .two) }
      return controllers.contains("memory") ? groups("/sys/fs/cgroup/memory", fields[2], .one) : []
    }
  }

  private static func groups(
    _ root: String, _ path: Substring, _ version: ControlGroup.Version
  ) -> [ControlGroup] {
    var names = path.split(separator: "/")
    var found = [ControlGroup(folder: root, version: version)]
    while !names.isEmpty {
      found.append(
        ControlGroup(folder: root + "/" + names.joined(separator: "/"), version: version))
      names.removeLast()
    }
    return found
  }
}

/// A control group's memory (the kernel's documentation, cgroup-v2.rst and cgroup-v1/memory.rst).
private struct ControlGroup {
  enum Version { case one, two }

  let folder: String
  let version: Version

  /// The memory that the group has left; nil without a limit.
  var free: Int? {
    switch version {
    case .two:
      let limits = ["memory.max", "memory.high"].compactMap { number($0) }
      guard let limit = limits.min(), let used = number("memory.current") else { return nil }
      return max(0, limit - used + reclaimable(["inactive_file", "active_file"]))
    case .one:
      guard let limit = number("memory.limit_in_bytes"), limit < 1 << 60,
        let used = number("memory.usage_in_bytes")
      else { return nil }
      return max(0, limit - used + reclaimable(["total_inactive_file", "total_active_file"]))
    }
  }

  private func number(_ file: String) -> Int? {
    SystemMemory.text(folder + "/" + file).flatMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// The memory of cached file pages, which the kernel drops when it needs room.
  private func reclaimable(_ names: Set<String>) -> Int {
    let lines = SystemMemory.text(folder + "/memory.stat")?.split(separator: "\n") ?? []
    return lines.reduce(0) { sum, line in
      let words = line.split(separator: " ")
      guard words.count == 2, names.contains(String(words[0])) else { return sum }
      return sum + (Int(words[1]) ?? 0)
    }
  }
}
