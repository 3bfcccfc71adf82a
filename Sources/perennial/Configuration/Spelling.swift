import Dense
import Training

/// Names of options and commands that the last release had and this one still takes.
///
/// They are put into today's words before anything is parsed, so that nothing else knows of them.
struct Spelling {
  /// The arguments in today's words.
  private(set) var arguments: [String]
  /// What was put into other words, a line each.
  private(set) var hints: [String] = []

  /// An option with another name today.
  private struct Renamed {
    let old: String
    let new: String
    /// First words of the commands that had it; nil for all.
    let commands: Set<String>?
  }

  private static let options = [
    Renamed(old: "--judge-at", new: "--evaluate-at", commands: ["train", "compare"]),
    Renamed(old: "--split", new: "--evaluate-at", commands: ["clv"]),
    Renamed(old: "--value-horizon", new: "--clv-horizon", commands: ["train"]),
    Renamed(old: "--l1-share", new: "--l1-ratio", commands: nil),
    Renamed(old: "--show", new: "--select", commands: ["segment"]),
    Renamed(old: "--churn-days", new: "--horizon", commands: ["segment"]),
    Renamed(old: "--refused", new: "--rejected", commands: nil),
    Renamed(old: "--max-refused", new: "--max-rejected", commands: nil),
  ]

  /// An option that is a command of its own today.
  private struct Mode {
    enum Kept {
      case nothing, value, all
    }

    let command: String
    let option: String
    let new: [String]
    /// What of the option stays: its value becomes the file, or it goes on being an option.
    let kept: Kept
  }

  private static let modes = [
    Mode(command: "train", option: "--table", new: ["table", "train"], kept: .value),
    Mode(command: "predict", option: "--table", new: ["table", "predict"], kept: .value),
    Mode(command: "predict", option: "--prospects", new: ["prospects"], kept: .nothing),
    Mode(command: "segment", option: "--compare-to", new: ["segment", "movement"], kept: .all),
    Mode(command: "segment", option: "--by", new: ["segment", "crosstab"], kept: .all),
    Mode(
      command: "segment", option: "--place-prospects", new: ["segment", "place"], kept: .nothing),
  ]

  /// Puts arguments into today's words.
  init(of arguments: [String]) {
    self.arguments = arguments
    guard let command = arguments.first else { return }
    renameOptions(of: command)
    changeMode(of: command)
  }

  /// Today's name of a command's option.
  static func option(_ name: String, of command: String) -> String {
    options.first { $0.old == name && $0.commands?.contains(command) ?? true }?.new ?? name
  }

  /// What follows `--` is no option.
  private var end: Int { arguments.firstIndex(of: "--") ?? arguments.endIndex }

  private mutating func renameOptions(of command: String) {
    for index in arguments.indices.prefix(end).dropFirst() {
      let old = OptionNames.name(of: arguments[index])
      let new = Self.option(old, of: command)
      guard new != old else { continue }
      arguments[index] = new + arguments[index].dropFirst(old.count)
      hint("\(old) is now \(new)")
    }
  }

  private mutating func changeMode(of command: String) {
    let isChanged = Self.modes.contains { mode in
      mode.new.count == 2 && arguments.starts(with: mode.new)
    }
    guard !isChanged else { return }
    for mode in Self.modes where mode.command == command {
      guard
        let index = arguments[..<end].firstIndex(where: {
          OptionNames.name(of: $0) == mode.option
        })
      else { continue }
      var rest = arguments
      var file: [String] = []
      switch mode.kept {
      case .all: break
      case .nothing: rest.remove(at: index)
      case .value:
        if arguments[index] != mode.option {
          file = [String(rest.remove(at: index).dropFirst(mode.option.count + 1))]
        } else {
          guard index + 1 < arguments.count else { continue }
          file = [rest.remove(at: index + 1)]
          rest.remove(at: index)
        }
      }
      hint("`\(command) \(mode.option)` is now `\(mode.new.joined(separator: " "))`")
      arguments = mode.new + file + rest.dropFirst()
      return
    }
  }

  private mutating func hint(_ change: String) {
    let line = "hint: \(change); the old form works in this release only"
    if !hints.contains(line) { hints.append(line) }
  }
}
