import ArgumentParser

@main
struct Stylize: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Turn photographs into paintings.")
}
