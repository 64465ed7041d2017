/// The packs in a list of folders.
///
/// Folders come in the order in which they were given, packs of a folder in the order of their names. Where two packs
/// have one name, the earlier keeps it: so a folder of one's own can replace a style of the installation, whose folders
/// come last. Nothing else of theirs can be taken: names come before all aliases, aliases of later folders before those
/// of earlier ones, and `photo` belongs to the last style of that name that gives the photograph back. Letter case does
/// not count. A style's network is looked for beside it first, so that a folder of one's own does not change the
/// network of the styles in another folder.
package struct Catalog: Sendable {
  /// The folders searched, as they were given.
  package let folders: [String]
  /// The styles that can be chosen, sorted by name.
  package private(set) var styles: [StylePack] = []
  /// The styles that give the photograph back, one per network at most.
  package private(set) var identities: [StylePack] = []
  package private(set) var networks: [NetworkPack] = []
  /// Packs that can't be used and names that can't be reached, in the order in which they were found.
  package private(set) var problems: [ModelError] = []
  private var packsByName: [String: StylePack] = [:]
  /// The errors of styles that can't be used, by the key of their folder's name.
  private var unusable: [String: ModelError] = [:]
  let weightsHashes = WeightsHashes()

  /// Reads the descriptions of all packs. Folders that do not exist are passed over.
  package init(folders: [String]) {
    self.folders = folders
    var packs: [[StylePack]] = []
    for folder in folders {
      var found: [StylePack] = []
      for path in Self.packs(in: folder) {
        let pack = PackFolder(path)
        if pack.contains(PackFolder.networkFile) { add(network: path) }
        if pack.contains(PackFolder.styleFile) {
          if let style = reading({ try StylePack(folder: path) }) {
            found.append(style)
          } else if unusable[Self.key(pack.name)] == nil {
            unusable[Self.key(pack.name)] = problems.last
          }
        }
      }
      packs.append(found)
    }
    claimPhoto(packs)
    for (index, found) in packs.enumerated() {
      packs[index] = found.filter { Self.key($0.name) == Self.photo || claim($0.name, for: $0) }
    }
    for found in packs.reversed() {
      for pack in found {
        for alias in pack.facts.aliases ?? [] { claim(alias: alias, for: pack) }
      }
    }
    styles = packs.joined().filter { !$0.facts.isIdentity && packsByName[Self.key($0.name)] == $0 }
    identities = packs.joined().filter(\.facts.isIdentity)
    styles.sort { Self.key($0.name) < Self.key($1.name) }
  }

  /// Finds a style by its name.
  ///
  /// - Parameter name: a style's name or alias; letter case does not count.
  /// - Throws: ``ModelError/unknownStyle`` with the nearest names, or the error of a pack in a folder of that name that
  ///   can't be used.
  package func style(named name: String) throws -> StylePack {
    if let pack = packsByName[Self.key(name)] { return pack }
    if let problem = unusable[Self.key(name)] { throw problem }
    throw ModelError.unknownStyle(
      name: name, nearest: NearestNames.find(name, among: styles.flatMap(\.facts.names)),
      folders: folders)
  }

  /// - Throws: ``ModelError/unknownNetwork``.
  package func network(of style: StylePack) throws -> NetworkPack {
    let named = networks.filter { Self.key($0.name) == Self.key(style.facts.network) }
    let beside = named.first { Self.parent($0.folder) == Self.parent(style.folder) }
    guard let network = beside ?? named.first else {
      throw ModelError.unknownNetwork(
        name: style.facts.network, style: style.name, folders: folders)
    }
    return network
  }

  /// The style of a network that gives the photograph back: the one that lies beside the network, or
  /// else the first.
  package func identity(of network: NetworkPack) -> StylePack? {
    let candidates = identities.filter { (try? self.network(of: $0)) == network }
    return candidates.first { Self.parent($0.folder) == Self.parent(network.folder) }
      ?? candidates.first
  }

  /// Warnings about the names in a mix that other packs claim too.
  ///
  /// - Parameter mix: the mix as it was typed; one that can't be parsed gives no warnings.
  package func clashes(in mix: String) -> [ModelError] {
    let keys = Set(((try? StyleMix(mix))?.parts ?? []).map { Self.key($0.name) })
    return problems.filter {
      if case .nameTaken(let name, _, _) = $0 { keys.contains(Self.key(name)) } else { false }
    }
  }

  private mutating func add(network path: String) {
    guard let network = reading({ try NetworkPack(folder: path) }) else { return }
    let earlier = networks.first {
      Self.key($0.name) == Self.key(network.name) && Self.parent($0.folder) == Self.parent(path)
    }
    if let earlier {
      problems.append(.nameTaken(name: network.name, pack: path, by: earlier.folder))
    } else {
      networks.append(network)
    }
  }

  /// The name of the photograph itself among styles.
  private static let photo = "photo"

  private mutating func claimPhoto(_ packs: [[StylePack]]) {
    let named = packs.joined().filter { Self.key($0.name) == Self.photo }
    packsByName[Self.photo] = packs.reversed().joined().first {
      Self.key($0.name) == Self.photo && $0.facts.isIdentity
    }
    for pack in named where !pack.facts.isIdentity {
      let owner = packsByName[Self.photo]?.folder ?? "the style that gives the photograph back"
      problems.append(.nameTaken(name: pack.name, pack: pack.folder, by: owner))
    }
  }

  private mutating func claim(alias: String, for pack: StylePack) {
    let key = Self.key(alias)
    let earlier = packsByName[key]
    guard earlier == nil, key != Self.photo || pack.facts.isIdentity else {
      guard earlier?.folder != pack.folder else { return }
      let owner = earlier?.folder ?? "the style that gives the photograph back"
      return problems.append(.nameTaken(name: alias, pack: pack.folder, by: owner))
    }
    packsByName[key] = pack
  }

  /// Gives a pack a name, and returns whether it has it now. A pack of an earlier folder that has the name is not a
  /// problem, but the way to replace one.
  private mutating func claim(_ name: String, for pack: StylePack) -> Bool {
    let key = Self.key(name)
    guard let earlier = packsByName[key] else {
      packsByName[key] = pack
      return true
    }
    if earlier.folder != pack.folder, Self.parent(earlier.folder) == Self.parent(pack.folder) {
      problems.append(.nameTaken(name: name, pack: pack.folder, by: earlier.folder))
    }
    return false
  }

  private mutating func reading<Pack>(_ read: () throws -> Pack) -> Pack? {
    do {
      return try read()
    } catch let error as ModelError {
      problems.append(error)
    } catch {
      preconditionFailure("packs throw ModelError, not \(error)")
    }
    return nil
  }

  private static func key(_ name: String) -> String { name.lowercased() }

  private static func parent(_ folder: String) -> Substring {
    folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
  }

  /// The folders inside a folder that are not hidden, sorted by name.
  private static func packs(in folder: String) -> [String] {
    names(in: folder).filter { !$0.hasPrefix(".") }.map { folder + "/" + $0 }
  }
}
