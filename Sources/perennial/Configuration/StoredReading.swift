import ArgumentParser
import Files
import Ingestion
import Stores

/// How the files of a store were read, which is how everything about it is read.
struct StoredReading {
  let store: String
  let terms: [ReadingTerm]

  /// - Throws: where there is no store.
  init(_ store: String) throws {
    self.store = store
    do {
      terms = try StoreFolder(store).manifest.reading.sorted { $0.key < $1.key }.map {
        ReadingTerm(name: $0.key, values: $0.value)
      }
    } catch { throw StoreUseError.store(error) }
  }

  /// Arguments with the store's options where they name no others.
  ///
  /// - Parameters:
  ///   - arguments: of the command, its words first.
  ///   - words: how many of them are the command's name.
  /// - Returns: the arguments.
  func arguments(adding arguments: [String], behind words: Int) -> [String] {
    let named = Set(arguments.map(OptionNames.name(of:)))
    let added = terms.filter { !named.contains("--\($0.name)") }.flatMap(\.arguments)
    return arguments[..<words] + added + arguments[words...]
  }

  /// Throws where options are not the store's.
  func check(_ input: InputOptions) throws {
    let given = input.readingTerms
    func text(_ term: ReadingTerm?) -> String {
      guard let term else { return "nothing" }
      return term.values.isEmpty
        ? "the switch" : term.values.map { "'\(shortened($0))'" }.joined(separator: ", ")
    }
    for name in Set((terms + given).map(\.name)).sorted() {
      let (own, other) = (
        terms.first { $0.name == name }, given.first { $0.name == name }
      )
      if own == other { continue }
      throw UsageError(
        description: """
          --\(name): found \(text(other)), expected \(text(own)), as the store \(store) was built. \
          Leave the option out, or build the store again with `perennial store build`.
          """)
    }
  }
}

extension StoreAppendCommand {
  /// What is to be said where options that would cure a fault are those that the store was built with.
  ///
  /// - Parameter fault: the text for a person at a command line.
  /// - Returns: nil where the options can be given here.
  func remark(on fault: String) -> String? {
    let ownOptions = ["--allow-future-dates", "--max-rejected", "--keep-changed"]
    let cures = fault.split(separator: "\n").filter {
      $0.hasPrefix("use: --") || $0.hasPrefix("choose: --")
    }
    let areOfStore = cures.contains { cure in
      !cure.split(separator: " ").dropFirst().prefix(1).allSatisfy {
        ownOptions.contains(String($0))
      }
    }
    guard areOfStore else { return nil }
    return """
      A store is read with the options that it was built with: build \(store) again with others, or write \
      the rows as those before.
      """
  }
}
