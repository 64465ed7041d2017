import ArgumentParser

/// The root command, `stylize --style starry ./in ./out`, and its subcommands.
struct Stylize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stylize",
    abstract: "Turn photographs into paintings, exactly and at any size.",
    version: "0.1.0",
    subcommands: [
      Paint.self, WatchCommand.self, PlanCommand.self, Styles.self, Sheet.self, GalleryCommand.self,
      Import.self, Export.self, Devices.self, Tune.self, Manual.self,
    ],
    defaultSubcommand: Paint.self)
}
