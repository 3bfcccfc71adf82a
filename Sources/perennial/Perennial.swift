import ArgumentParser

@main
struct Perennial: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perennial",
    abstract: "Tell who is about to leave, what they are worth, and whom to act on first.")
}
