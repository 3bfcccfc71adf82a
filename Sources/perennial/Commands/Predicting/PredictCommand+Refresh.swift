import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Units

/// Rows of an earlier run of the same store, of which those alone are scored anew that may have changed.
extension PredictCommand {
  /// What the rows of the earlier run were made from, where they may be refreshed; nil where everybody has
  /// to be scored.
  func formerState(for columns: [ScoreColumn], requires: Bool) -> ScoreState? {
    guard since.changedOnly, let previous = since.previous, input.store != nil,
      input.customers.isEmpty, carried.carry == nil, ready.features == nil,
      also.contributions == nil, told.summary == nil, !requires, rows.form.rowFormat == .csv
    else { return nil }
    return ScoreState(of: previous)
  }

  /// Scores the customers with rows since, and writes what changed.
  ///
  /// - Returns: whether it could; where other things changed than rows of customers, nothing was done.
  func refresh(
    _ state: ScoreState, from loaded: LoadedHistories, by model: Model, columns: [ScoreColumn],
    in session: Session
  ) throws -> Bool {
    guard let path = since.previous, let origin = loaded.origin, state.isOf(origin),
      let days = loaded.store.orderDayRange
    else { return false }
    guard loaded.store.customers.areToldApartInCSV else {
      session.note(
        "every customer is scored: an id that begins with an apostrophe and = + - or @ cannot be "
          + "told in \(path) from one without the apostrophe", .data)
      return false
    }
    let former = try FormerRows(path: path).names
    let asksForLapse = former.contains(ScoreColumn.lapse.rawValue)
    var parameters = try parameters(for: asksForLapse ? columns + [.lapse] : columns)
    let asOf = parameters.asOf ?? (days.upperBound + 1)
    session.progress("scoring")
    let population = try model.population(of: loaded.store, asOf: asOf, parameters)
    guard
      let circumstances = try model.circumstances(
        of: loaded.store, asOf: asOf, population: population, parameters),
      state.holds(in: circumstances, program: try writer())
    else { return false }
    let changed = origin.customersWritten(after: state.batches)
    parameters.asOf = asOf
    parameters.only = .init(changed, population: population)
    // Where none of them has a row, a full run says what is left.
    guard let scored = try model.someScores(of: loaded.store, parameters) else { return false }
    let customers = loaded.store.customers
    let told = Set(ScoreColumn.sincePrevious)
    let refreshed = try ScoreRefresh(
      of: scored.table, outdated: changed.map { customers[$0] }, since: path,
      comparing: columns.filter { !told.contains($0) }.map(\.rawValue))
    session.tell(economics.dates(of: scored.overview))
    session.tell(economics.sizes(of: refreshed.lists, customers: refreshed.count))
    session.tell(refreshed.text(of: path, batches: state.batches))
    noteModel(model, for: scored.overview, of: loaded, in: session)
    var written = 0
    var fault: (any Error)?
    do {
      try session.write(to: rows.form.output) { output throws(OutputError) in
        do {
          written = try refreshed.write(columns, top: rows.top) { bytes in
            try output.write(bytes)
          }
        } catch let error as OutputError {
          throw error
        } catch {
          fault = error
          throw .cannotWrite(path: rows.form.output ?? "stdout", reason: "\(error)")
        }
      }
    } catch { throw fault ?? error }
    let most = min(rows.top ?? refreshed.count, refreshed.count)
    session.tell("\(grouped(written)) of \(grouped(most)) rows changed")
    return true
  }

  /// The program, and the key of the pseudonyms where there is one: rows by other ids are other rows.
  private func writer() throws -> String {
    Version.text
      + (try input.reading.named.pseudonyms().map { "; ids of key \($0.fingerprint)" } ?? "")
  }

  /// Throws where the place of a state is taken by another file, before long work is done.
  func checkStatePlace(_ columns: [ScoreColumn]) throws {
    guard let output = stateKeeper(of: columns) else { return }
    let place = ScoreState.path(besides: output)
    guard !ScoreState.mayBeWritten(to: place) else { return }
    throw UsageError(
      description: "--output \(output): found \(place), which is no state of score rows and "
        + "would be replaced by one; expected another path")
  }

  /// Keeps what rows were made from beside them, where they are all and of a store.
  func keepState(
    of scored: ScoreOverview, _ columns: [ScoreColumn], rows: RunningChecksum,
    _ loaded: LoadedHistories
  ) throws {
    guard let path = stateKeeper(of: columns), let origin = loaded.origin,
      loaded.customerColumns == nil, let circumstances = scored.circumstances,
      let state = ScoreState(
        rows: rows, circumstances: circumstances, program: try writer(), origin: origin)
    else { return }
    try state.write(besides: path)
  }

  /// The file of rows beside which a state is kept; nil where rows go elsewhere or are not all.
  func stateKeeper(of columns: [ScoreColumn]) -> String? {
    guard ScoreState.neededColumns.allSatisfy(columns.contains), input.store != nil,
      let output = rows.form.output, output != "-", rows.top == nil,
      !since.changedOnly, rows.form.rowFormat == .csv,
      FileIdentity(path: output) != nil || kindOfFile(at: output) == nil
    else { return nil }
    return output
  }
}

extension Model {
  /// The scored customers; nil where none of those who are wanted has an order before the date.
  fileprivate func someScores(
    of store: HistoryStore, _ parameters: PredictionParameters
  ) throws -> ScoredCustomers? {
    do {
      return try scores(of: store, parameters: parameters)
    } catch {
      if case .nobodyToScore = error { return nil }
      throw error
    }
  }
}
