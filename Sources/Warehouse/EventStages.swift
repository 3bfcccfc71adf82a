internal import Features

/// The stages from a table of events to one summary a customer: what features of events are made of.
///
/// Kinds are numbers: those of `EventKind`, and one more for engagement without features of its own. What is
/// neither counts as nothing, and has no row.
struct EventStages {
  let dialect: SQLDialect
  let table: EventTable
  let dates: StageDates
  /// Customers whose events count, where not all do: a condition on `customer_id`.
  let drawn: String?

  private static let otherEngagement = EventKind.allCases.count
  /// What tells that somebody may not be written to.
  private static let bounce = otherEngagement + 1
  private static let refusal = otherEngagement + 2

  /// Adds the stages that `joins` names, and those before them.
  func add(to query: inout SQLQuery) {
    addEvents(&query)
    addGaps(&query)
    addTotals(&query)
    if knowsConsent { addMail(&query) }
  }

  /// Whether it is told who may not be written to: of one date alone, as no model learns from it.
  private var knowsConsent: Bool { if case .one = dates { true } else { false } }

  /// What was last heard of each customer's mail: whether it came back, and has not been read since.
  ///
  /// Events of one second stand in the order of their names.
  private func addMail(_ query: inout SQLQuery) {
    let kinds = [EventKind.emailOpen.rawValue, EventKind.emailClick.rawValue, Self.bounce]
    query.add(
      "last_mails", "Whether mail came back, and was not read since.",
      """
        SELECT customer_id, CASE WHEN kind = \(Self.bounce) THEN 1 ELSE 0 END AS is_back
        FROM (
          SELECT customer_id, kind, ROW_NUMBER() OVER (PARTITION BY customer_id
            ORDER BY day DESC, second_of_day DESC, \(dialect.byBytes("name")) DESC) AS place
          FROM events_known
          WHERE kind IN (\(kinds.map(String.init).joined(separator: ", ")))
        ) mails
        WHERE place = 1
      """)
  }

  private func addEvents(_ query: inout SQLQuery) {
    let value = table.value.map(dialect.asNumber) ?? dialect.noNumber
    let second = dialect.asWhole(dialect.secondOfDay(table.time))
    query.add(
      "named_events", nil,
      """
        SELECT customer_id, day, second_of_day, mark, name, \(dialect.plainName("name")) AS plain
        FROM (
          SELECT \(dialect.asText(table.customer)) AS customer_id, \(dialect.day(table.time)) AS day,
            \(second) AS second_of_day, \(value) AS mark, TRIM(\(dialect.before(":", in: dialect.asText(table.kind)))) AS name
          FROM \(table.name)
        ) cells
        WHERE customer_id IS NOT NULL AND customer_id <> '' AND day IS NOT NULL\(drawn.map { " AND \($0)" } ?? "")
      """)
    query.add(
      "all_events", "Events of kinds that count, by number.",
      """
        SELECT customer_id, day, second_of_day, mark, name, CASE
            \(cases.joined(separator: "\n      ")) END AS kind
        FROM named_events
      """)
    query.add(
      "events_known", "What was known at the date.",
      "  SELECT all_events.*, as_of\n  FROM all_events CROSS JOIN parameters\n  WHERE kind IS NOT NULL AND day < as_of"
    )
    let begins =
      EventKind.allCases.map {
        SQLColumn("begin_\($0.name)", "MIN(CASE WHEN kind = \($0.rawValue) THEN day END)")
      } + [SQLColumn("begin_engagement", "MIN(CASE WHEN \(engaged) THEN day END)")]
    query.add(
      "event_begins", "Since when each kind is on record.",
      "  SELECT " + begins.map(\.text).joined(separator: ",\n    ")
        + "\n  FROM all_events\n  WHERE kind IS NOT NULL")
  }

  /// Names by kind: of words joined by `_`, and of words joined by capitals.
  private var cases: [String] {
    let kinds =
      EventKind.allCases.map { ($0.rawValue, $0.names) }
      + [
        (Self.otherEngagement, EventKind.namesOfOtherEngagement),
        (Self.bounce, EventKind.names(of: "bounce")),
        (
          Self.refusal, EventKind.names(of: "unsubscribe") + EventKind.names(of: "spam_complaint")
        ),
      ]
    return kinds.map { kind, names in
      func list(_ texts: [String]) -> String { texts.map(dialect.literal).joined(separator: ", ") }
      let humps =
        dialect.partsHumps ? [] : names.filter { $0.contains("_") }.flatMap(Self.humped)
      let other = humps.isEmpty ? "" : " OR name IN (\(list(humps)))"
      return "WHEN plain IN (\(list(names)))\(other) THEN \(kind)"
    }
  }

  /// `cart_add` as `cartAdd` and `CartAdd`.
  private static func humped(_ name: String) -> [String] {
    let words = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let large = words.joined()
    return [large.prefix(1).lowercased() + large.dropFirst(), large]
  }

  private func holds(_ isWanted: (EventKind) -> Bool) -> String {
    let kinds = EventKind.allCases.filter(isWanted).map(\.rawValue) + [Self.otherEngagement]
    return "kind IN (\(kinds.map(String.init).joined(separator: ", ")))"
  }

  private var engaged: String { holds(\.isEngagement) }
  private var deliberate: String { holds(\.isDeliberate) }

  /// Days between days with engagement.
  private func addGaps(_ query: inout SQLQuery) {
    let keys = dates.keys
    query.add(
      "engaged_days", nil,
      "  SELECT DISTINCT \(keys), day\n  FROM events_known\n  WHERE \(engaged)")
    query.add(
      "engaged_gaps", nil,
      """
        SELECT \(keys), gap,
          ROW_NUMBER() OVER (PARTITION BY \(keys) ORDER BY gap, day) AS place,
          COUNT(*) OVER (PARTITION BY \(keys)) AS gaps
        FROM (
          SELECT \(keys), day, day - LAG(day) OVER (PARTITION BY \(keys) ORDER BY day) AS gap
          FROM engaged_days
        ) pairs
        WHERE gap IS NOT NULL
      """)
    query.add(
      "engaged_rhythms", "Their median.",
      """
        SELECT \(keys), AVG(CASE WHEN 2 * place BETWEEN gaps AND gaps + 2 THEN \(dialect.asNumber("gap")) END)
            AS engaged_gap
        FROM engaged_gaps
        GROUP BY \(keys)
      """)
  }

  private func addTotals(_ query: inout SQLQuery) {
    func sum(_ condition: String) -> String { "SUM(CASE WHEN \(condition) THEN 1 ELSE 0 END)" }
    var totals: [SQLColumn] = []
    for kind in EventKind.allCases {
      let own = "kind = \(kind.rawValue)"
      totals += [
        SQLColumn("\(kind.name)_seen", sum(own)),
        SQLColumn("\(kind.name)_in_30", sum("\(own) AND as_of - day <= 30")),
        SQLColumn("\(kind.name)_in_90", sum("\(own) AND as_of - day <= 90")),
        SQLColumn("\(kind.name)_since", "MIN(CASE WHEN \(own) THEN as_of - day END)"),
      ]
    }
    totals += [30, 60, 90, 365].map {
      SQLColumn("engaged_\($0)", sum("\(engaged) AND as_of - day <= \($0)"))
    }
    let review = "kind = \(EventKind.review.rawValue)"
    totals += [
      SQLColumn("engaged", sum(engaged)),
      SQLColumn("since_engaged", "MIN(CASE WHEN \(engaged) THEN as_of - day END)"),
      SQLColumn("done", sum(deliberate)),
      SQLColumn("since_done", "MIN(CASE WHEN \(deliberate) THEN as_of - day END)"),
      SQLColumn("since_first_done", "MAX(CASE WHEN \(deliberate) THEN as_of - day END)"),
      SQLColumn("marks", sum("\(review) AND mark IS NOT NULL")),
      SQLColumn("mark_sum", "SUM(CASE WHEN \(review) THEN mark END)"),
    ]
    totals.append(SQLColumn("refusals", sum("kind = \(Self.refusal)")))
    query.add(
      "event_totals", "Events of each customer.",
      "  SELECT \(dates.keys),\n    " + totals.map(\.text).joined(separator: ",\n    ")
        + "\n  FROM events_known\n  GROUP BY \(dates.keys)")
  }

  /// Columns of the summaries, of the orders' totals `t` with `event_totals` as `e` and `engaged_rhythms`
  /// as `h`.
  var summaryColumns: [SQLColumn] {
    func counted(_ name: String) -> SQLColumn {
      SQLColumn(name, dialect.asNumber("COALESCE(e.\(name), 0)"))
    }
    func measured(_ name: String) -> SQLColumn { SQLColumn(name, dialect.asNumber("e.\(name)")) }
    let kinds = EventKind.allCases.flatMap { kind in
      [
        counted("\(kind.name)_seen"), counted("\(kind.name)_in_30"), counted("\(kind.name)_in_90"),
        measured("\(kind.name)_since"),
      ]
    }
    let asOf = dates.asOf(of: "t")
    let (first, last) = ("\(asOf) - t.first_day", "\(asOf) - t.last_day")
    return kinds + [
      counted("engaged_30"), counted("engaged_60"), counted("engaged_90"), counted("engaged_365"),
      counted("engaged"), measured("since_engaged"), SQLColumn("engaged_gap", "h.engaged_gap"),
      SQLColumn("activities", dialect.asNumber("t.orders + COALESCE(e.done, 0)")),
      SQLColumn(
        "since_first_activity",
        dialect.asNumber(
          "CASE WHEN e.since_first_done > \(first) THEN e.since_first_done ELSE \(first) END")),
      SQLColumn(
        "since_activity",
        dialect.asNumber("CASE WHEN e.since_done < \(last) THEN e.since_done ELSE \(last) END")),
      counted("marks"), SQLColumn("mark_sum", "e.mark_sum"),
    ] + refusalColumns + beginColumns
  }

  /// 1 of who unsubscribed or reported spam, or whose mail came back.
  private var refusalColumns: [SQLColumn] {
    guard knowsConsent else { return [] }
    return [
      SQLColumn(
        "refused",
        "CASE WHEN COALESCE(e.refusals, 0) > 0 OR COALESCE(q.is_back, 0) = 1 THEN 1 ELSE 0 END")
    ]
  }

  private var beginColumns: [SQLColumn] {
    (EventKind.allCases.map(\.name) + ["engagement"]).map {
      SQLColumn("begin_\($0)", "begin_\($0)")
    }
  }

  /// What joins the summaries to them.
  var joins: String {
    """
      LEFT JOIN event_totals e ON \(dates.same("e", "t"))
      LEFT JOIN engaged_rhythms h ON \(dates.same("h", "t"))\(mailJoin)
      CROSS JOIN event_begins
    """
  }
}

extension EventStages {
  private var mailJoin: String {
    knowsConsent ? "\n  LEFT JOIN last_mails q ON \(dates.same("q", "t"))" : ""
  }
}

extension LogPart {
  /// The column of the summaries that says since when it is on record.
  var beginColumn: String {
    switch self {
    case .orders: "begin_day"
    case .events(let kind): "begin_\(kind.name)"
    case .engagement: "begin_engagement"
    }
  }
}
