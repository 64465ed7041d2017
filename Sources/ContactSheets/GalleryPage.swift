internal import Files
internal import StyleLibrary

/// The page of a gallery: one section per style, one picture per photograph in it.
struct GalleryPage {
  let styles: [StyleFacts]
  /// The names of the folders that hold the pictures, one per photograph.
  let photographs: [Path]

  /// The name of the photograph's own picture in its folder.
  static let photograph = "photograph"

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>stylize: \(styles.count) styles</title>
    <style>
      body { font-family: sans-serif; color: #222; margin: 2rem auto; max-width: 100rem; padding: 0 1rem }
      h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem }
      h2 small { font-weight: normal; color: #666 }
      section { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: .5rem }
      img { width: 100%; height: 100%; object-fit: cover; aspect-ratio: 3 / 2; display: block }
    </style>
    <h1>stylize: \(styles.count) styles</h1>
    \(section("The photographs", "", picture: Self.photograph))
    \(styles.map(section).joined(separator: "\n"))
    </html>

    """
  }

  private func section(_ style: StyleFacts) -> String {
    let origin = [style.title, style.artist, style.year.map(String.init)].compactMap { $0 }
    return section(style.name, origin.joined(separator: ", "), picture: style.name)
  }

  private func section(_ title: String, _ origin: String, picture: String) -> String {
    let links = photographs.map { photograph in
      let address = Self.address(photograph.appending(Path("\(picture).jpg")))
      let words = Self.text("\(photograph), \(picture)")
      return """
          <a href="\(address)"><img src="\(address)" alt="\(words)" loading="lazy"></a>
        """
    }
    return """
      <h2>\(Self.text(title)) <small>\(Self.text(origin))</small></h2>
      <section>
      \(links.joined(separator: "\n"))
      </section>
      """
  }

  private static func text(_ words: String) -> String {
    words.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
  }

  private static let escapes: [Character: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;",
  ]

  /// A relative address, byte by byte, since names need not be text.
  private static func address(_ path: Path) -> String {
    // A colon in the first segment would be read as a scheme (RFC 3986, section 4.2).
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    return path.bytes.map { byte in
      guard !plain.contains(byte) else { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
