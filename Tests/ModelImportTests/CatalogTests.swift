import Networks
import StyleLibrary
import Testing

@Suite struct CatalogTests {
  let mine = TemporaryFolder()
  let shipped = TemporaryFolder()

  init() throws {
    try shipped.addNetwork("trunk")
    try shipped.addStyle("wave", aliases: ["hokusai", "great-wave"], gain: 1, workingSize: 512)
    try shipped.addStyle("starry", aliases: ["van-gogh"], gain: 2, beta: 1)
    try shipped.addStyle("photo", aliases: ["original"], gain: 0.5, isIdentity: true)
    shipped.folder("training")
    shipped.write("README.md", "not a pack")
  }

  var catalog: Catalog { Catalog(folders: [mine.path, shipped.path]) }

  @Test func stylesAreListedWithoutNetworksAndIdentity() {
    #expect(catalog.styles.map(\.name) == ["starry", "wave"])
    #expect(catalog.identities.map(\.name) == ["photo"])
    #expect(catalog.networks.map(\.name) == ["trunk"])
    #expect(catalog.problems.isEmpty)
    #expect(Catalog(folders: ["/nowhere"]).styles.isEmpty)
  }

  @Test func namesAndAliasesAreFoundInAnyCase() throws {
    #expect(try catalog.style(named: "STARRY").name == "starry")
    #expect(try catalog.style(named: "Great-Wave").name == "wave")
    #expect(try catalog.style(named: "photo").facts.isIdentity)
  }

  @Test func unknownStylesNameTheNearest() {
    let folders = [mine.path, shipped.path]
    for (asked, nearest) in [
      ("stary", ["starry"]), ("wvae", ["wave"]), ("hokusia", ["hokusai"]), ("quixotic", []),
      ("", []),
    ] {
      #expect(throws: ModelError.unknownStyle(name: asked, nearest: nearest, folders: folders)) {
        try catalog.style(named: asked)
      }
    }
  }

  @Test func theFirstFolderWins() throws {
    try mine.addStyle("starry", aliases: ["van-gogh"], gain: 3)
    #expect(try catalog.style(named: "starry").folder == mine.file("starry"))
    #expect(try catalog.style(named: "van-gogh").folder == mine.file("starry"))
    #expect(catalog.styles.count == 2)
    #expect(catalog.problems.isEmpty)
  }

  /// A pack that somebody gave one may call itself what it likes: what one knows goes on being that.
  @Test func aliasesTakeNoNamesOfOtherFolders() throws {
    try mine.addStyle("zebra", aliases: ["wave", "HOKUSAI", "photo", "original", "stripes"])
    #expect(try catalog.style(named: "wave").folder == shipped.file("wave"))
    #expect(try catalog.style(named: "hokusai").folder == shipped.file("wave"))
    #expect(try catalog.style(named: "photo").folder == shipped.file("photo"))
    #expect(try catalog.style(named: "original").folder == shipped.file("photo"))
    #expect(try catalog.style(named: "stripes").name == "zebra")
    let taken = [
      ("wave", "wave"), ("HOKUSAI", "wave"), ("photo", "photo"), ("original", "photo"),
    ]
    #expect(
      catalog.problems
        == taken.map {
          .nameTaken(name: $0.0, pack: mine.file("zebra"), by: shipped.file($0.1))
        })
    #expect(catalog.clashes(in: "starry:1,Wave:2") == [catalog.problems[0]])
    #expect(catalog.clashes(in: "starry").isEmpty)
  }

  @Test func thePhotographCannotBeTaken() throws {
    try mine.addStyle("photo", gain: 9)
    mine.write(
      "photo/style.json",
      """
      {"format": 1, "name": "photo", "network": "trunk", "vectors": "vectors.safetensors",
       "identity": false}
      """)
    #expect(try catalog.style(named: "photo").folder == shipped.file("photo"))
    #expect(
      catalog.problems == [
        .nameTaken(name: "photo", pack: mine.file("photo"), by: shipped.file("photo"))
      ])
    #expect(catalog.styles.map(\.name) == ["starry", "wave"])
    // Where there is no other, nobody is called so.
    #expect(throws: ModelError.self) { try Catalog(folders: [mine.path]).style(named: "photo") }
  }

  @Test func aForeignIdentityIsForForeignNetworks() throws {
    try mine.addStyle("photo", gain: 9, isIdentity: true)
    #expect(try catalog.style(named: "photo").folder == shipped.file("photo"))
    let none = try catalog.resolve(StyleMix("wave"), strength: 0)
    #expect(none.vectors.norms["down1"]?.alpha == [0.5, 0.5])
    try mine.addNetwork("trunk")
    try mine.addStyle("own")
    let own = try catalog.resolve(StyleMix("own"), strength: 0)
    #expect(own.vectors.norms["down1"]?.alpha == [9, 9])
    #expect(try catalog.resolve(StyleMix("wave"), strength: 0).vectors == none.vectors)
  }

  @Test func clashesInOneFolderAreProblems() throws {
    try mine.addStyle("b", aliases: ["x", "a"])
    try mine.addStyle("a", aliases: ["x"])
    #expect(try catalog.style(named: "x").name == "a")
    #expect(try catalog.style(named: "a").name == "a")
    #expect(
      catalog.problems == [
        .nameTaken(name: "x", pack: mine.file("b"), by: mine.file("a")),
        .nameTaken(name: "a", pack: mine.file("b"), by: mine.file("a")),
      ])
  }

  @Test func brokenPacksAreProblemsAndTheOthersAreListed() throws {
    try mine.addStyle("bad")
    mine.write("bad/style.json", "{")
    try mine.addNetwork("worse")
    mine.write("worse/network.json", "{}")
    #expect(catalog.styles.map(\.name) == ["starry", "wave"])
    #expect(catalog.problems.count == 2)
  }

  @Test func aNetworkBesideTheStyleComesFirst() throws {
    try mine.addNetwork("trunk")
    try mine.addStyle("own")
    #expect(try catalog.network(of: catalog.style(named: "wave")).folder == shipped.file("trunk"))
    #expect(try catalog.network(of: catalog.style(named: "own")).folder == mine.file("trunk"))
    #expect(throws: ModelError.self) { try catalog.resolve(StyleMix("own:1,wave:1")) }
  }

  @Test func aStyleOfAnotherFolderMayUseTheNetwork() throws {
    try mine.addStyle("own", gain: 4)
    let resolved = try catalog.resolve(StyleMix("own"))
    #expect(resolved.network.folder == shipped.file("trunk"))
    #expect(resolved.vectors.norms["out"]?.gamma == [4, 4, 4])
  }
}

@Suite struct StyleMixTests {
  @Test func weightsAreNormalised() throws {
    #expect(try StyleMix("starry").parts == [.init(name: "starry", weight: 1)])
    #expect(try StyleMix("starry:5").parts == [.init(name: "starry", weight: 1)])
    #expect(
      try StyleMix(" a:3 , b").parts
        == [.init(name: "a", weight: 0.75), .init(name: "b", weight: 0.25)])
    #expect(try StyleMix("a:0,b:1e-3").parts.map(\.weight) == [0, 1])
  }

  @Test(arguments: [
    "", " ", ",", "a,", ":1", "a:", "a:x", "a:-1", "a:nan", "a:inf", "a:0", "a,a", "a,A:2",
    "a:1:2", "a:1e308,b:1e308",
  ])
  func nonsenseIsRefused(text: String) {
    #expect(throws: ModelError.self) { try StyleMix(text) }
  }

  /// What is left out, and what an identity says, counts as none.
  @Test func grainIsMixed() throws {
    let tests = try CatalogTests()
    let shipped = tests.shipped
    try shipped.addStyle("rough", grain: 4)
    try shipped.addStyle("rougher", grain: 16)
    try shipped.addStyle("other-photo", isIdentity: true, grain: 8)
    let catalog = tests.catalog
    func grain(_ mix: String) throws -> Double { try catalog.resolve(StyleMix(mix)).grain }
    #expect(try grain("wave") == 0)
    #expect(try grain("rough") == 4)
    #expect(try grain("rough:3,wave:1") == 3)
    #expect(try grain("rough:1,rougher:3") == 13)
    #expect(try grain("other-photo") == 0)
    #expect(try grain("rough:0.5,other-photo:0.5") == 2)
    #expect(try catalog.resolve(StyleMix("rough"), strength: 0.5).grain == 4)
  }

  @Test func vectorsAreMixed() throws {
    let tests = try CatalogTests()
    let catalog = tests.catalog
    let mixed = try catalog.resolve(StyleMix("starry:3,wave:1"))
    #expect(mixed.vectors.norms["up1"]?.gamma == [1.75, 1.75, 1.75])
    #expect(mixed.vectors.norms["up1"]?.beta == [0.75, 0.75, 0.75])
    #expect(mixed.workingSize == 896)
    let half = try catalog.resolve(StyleMix("van-gogh"), strength: 0.5)
    #expect(
      half.vectors.norms["down1"]
        == NormVectors(
          gamma: [1, 1], beta: [0.5, 0.5], alpha: [0.25, 0.25]))
    let none = try catalog.resolve(StyleMix("wave"), strength: 0)
    #expect(none.vectors.norms["down1"]?.alpha == [0.5, 0.5])
    #expect(none.vectors.norms["down1"]?.gamma == [0, 0])
    let more = try catalog.resolve(StyleMix("wave"), strength: 1.5)
    #expect(more.vectors.norms["down1"]?.gamma == [1.5, 1.5])
    #expect(more.vectors.norms["down1"]?.alpha == [-0.25, -0.25])
  }

  @Test func impossibleMixesAreRefused() throws {
    let tests = try CatalogTests()
    let (mine, catalog) = (tests.mine, { tests.catalog })
    for strength in [-0.1, 1.6, .nan, .infinity] {
      #expect(throws: ModelError.self) {
        try catalog().resolve(StyleMix("wave"), strength: strength)
      }
    }
    #expect(throws: ModelError.self) { try catalog().resolve(StyleMix("wave,hokusai")) }
    try mine.addNetwork("foreign")
    try mine.addStyle("candy", network: "foreign")
    #expect(
      throws: ModelError.mixOfNetworks(
        style: "candy", network: "foreign", other: "wave", otherNetwork: "trunk")
    ) { try catalog().resolve(StyleMix("candy,wave")) }
    #expect(
      throws: ModelError.noIdentity(
        network: "foreign", folders: [mine.path, tests.shipped.path])
    ) { try catalog().resolve(StyleMix("candy"), strength: 0.5) }
    #expect(try catalog().resolve(StyleMix("candy")).network.name == "foreign")
    try mine.addStyle("lost", network: "nowhere")
    #expect(throws: ModelError.self) { try catalog().resolve(StyleMix("lost")) }
  }
}
