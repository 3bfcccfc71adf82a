import ArgumentParser
import Exports
import Files
import Intake
import Reporting

struct ProfilesCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "List the exports that are recognised, or print one.",
    discussion: """
      A profile says which columns of an export are what, which rows are sales and what its money means. \
      Printed to a file and changed, it is used with --profile FILE.

        perennial profiles
        perennial profiles shopify-orders > my-shop.yaml
      """)

  @Argument(help: .shown("The profile to print (default: list all).", "name"))
  var name: String?

  var voice: Voice { .usual }
  var files: FileUse { FileUse() }

  func work(in session: Session) throws {
    let text: String
    if let name {
      guard let found = BuiltInProfiles.text(of: name) else {
        throw IngestionError.unknownProfile(name, nearest: BuiltInProfiles.nearest(to: name))
      }
      text = found
    } else {
      let width = BuiltInProfiles.list.map(\.name.count).max() ?? 0
      text = BuiltInProfiles.list.map { profile in
        let gap = String(repeating: " ", count: width - profile.name.count)
        return "\(profile.name)\(gap)  \(profile.kind)  \(profile.title)\n"
      }.joined()
    }
    try session.write(to: nil) { output throws(OutputError) in
      try output.write(Array(text.utf8))
    }
  }
}
