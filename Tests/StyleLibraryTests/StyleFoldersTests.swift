import StyleLibrary
import Testing

@Suite struct StyleFoldersTests {
  @Test func orderIsFromParticularToGeneral() {
    let folders = StyleFolders.search(
      named: ["/mine"],
      environment: ["HOME": "/home/a", "XDG_DATA_DIRS": "/x:relative:/y"],
      program: "/opt/tool/bin/stylize")
    #expect(
      folders == [
        "/mine", "/home/a/.local/share/stylize/styles", "/opt/tool/share/stylize/styles",
        "/x/stylize/styles", "/y/stylize/styles",
      ])
  }

  @Test func emptyVariablesMeanTheStandard() {
    let folders = StyleFolders.search(
      named: [], environment: ["XDG_DATA_DIRS": "", "XDG_DATA_HOME": "relative"],
      program: "/usr/bin/stylize")
    #expect(folders == ["/usr/share/stylize/styles", "/usr/local/share/stylize/styles"])
  }
}
