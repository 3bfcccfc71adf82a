package import Ingestion
internal import Stores
internal import Units

/// What is said of stores.
package enum StoreReport {
  /// What an update has read and written.
  package static func text(of report: StoreUpdateReport, store: String) -> String {
    var lines = ["batch \(report.number): \(report.batch.files.joined(separator: ", "))"]
    lines.append(rows("orders", report.batch.orders))
    if let events = report.batch.events { lines.append(rows("events", events)) }
    lines.append(
      "\(store): \(grouped(report.customers)) customers, \(megabytes(report.size))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a store holds.
  package static func text(of summary: StoreSummary) -> String {
    var lines = [
      "\(summary.store): \(grouped(summary.customers)) customers, "
        + "\(grouped(summary.orderRows)) order rows, \(grouped(summary.eventRows)) event rows, "
        + "\(megabytes(summary.bytes)) in \(summary.segments) "
        + (summary.segments == 1 ? "file" : "files")
    ]
    if let currency = summary.currency { lines.append("currency: \(currency)") }
    let terms = summary.reading.sorted { $0.key < $1.key }.map { name, values in
      values.isEmpty ? name : "\(name) \(values.joined(separator: ", "))"
    }
    lines.append("read with: \(terms.joined(separator: "; "))")
    if summary.isPseudonymised { lines.append("ids: pseudonyms of a key") }
    if summary.customersForgotten > 0 {
      lines.append(
        "forgotten since: \(counted(summary.customersForgotten, "customer")), "
          + "\(counted(summary.orderRowsForgotten, "order row")), "
          + counted(summary.eventRowsForgotten, "event row"))
    }
    for (number, batch) in summary.batches.enumerated() {
      lines.append("batch \(number + 1): \(batch.files.joined(separator: ", "))")
      lines.append(rows("orders", batch.orders))
      if let events = batch.events { lines.append(rows("events", events)) }
    }
    if let digest = summary.digest { lines.append("every byte is sound; histories \(digest)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func rows(_ name: String, _ rows: StoredBatch.Rows) -> String {
    text(
      name, read: rows.read, new: rows.new, known: rows.known, filtered: rows.filtered,
      refused: rows.refused.values.reduce(0, +), changed: rows.changed)
  }

  private static func rows(_ name: String, _ rows: BatchLedger.Rows) -> String {
    text(
      name, read: rows.rowsRead, new: rows.rowsNew, known: rows.rowsKnown,
      filtered: rows.rowsFiltered, refused: rows.rowsRefused, changed: rows.ordersChanged)
  }

  private static func text(
    _ name: String, read: Int, new: Int, known: Int, filtered: Int, refused: Int, changed: Int
  ) -> String {
    "  \(name): \(grouped(read)) read = \(grouped(new)) new + \(grouped(known)) known + "
      + "\(grouped(filtered)) filtered + \(grouped(refused)) refused"
      + (changed == 0
        ? "" : "; \(grouped(changed)) orders look changed, kept beside the earlier rows")
  }

  private static func megabytes(_ bytes: Int) -> String {
    bytes < 1_000_000
      ? "\(grouped(bytes)) bytes" : "\(grouped(bytes / 1_000_000)) MB"
  }
}
