internal import Files
internal import Intake

/// The clock by which a file writes times that do not say their zone.
enum FileClock: Sendable {
  /// The shop's own.
  case shop
  case utc
  /// Seconds east of UTC.
  case offset(Int64)
  case zone(ZoneClock)

  /// What the shop's clock shows.
  func wall(_ moment: TimeForm.Moment, _ shop: ZoneClock) -> Int64 {
    if let offset = moment.offset { return shop.wallClock(ofUTC: moment.wall - offset) }
    switch self {
    case .shop: return moment.wall
    case .utc: return shop.wallClock(ofUTC: moment.wall)
    case .offset(let seconds): return shop.wallClock(ofUTC: moment.wall - seconds)
    case .zone(let own): return shop.wallClock(ofUTC: own.utc(ofWallClock: moment.wall))
    }
  }
}

/// The clocks that a file's rows name.
///
/// Each is made once. Used by one thread at a time.
final class FileClocks {
  private var known: [String: FileClock] = [:]
  private let zone: Profile.Zone
  private let options: ReadOptions

  init(_ zone: Profile.Zone, _ options: ReadOptions) {
    self.zone = zone
    self.options = options
  }

  /// The clock of a row, whose cell of the zone is given.
  func clock(zoneCell text: String) -> FileClock {
    if let known = known[text] { return known }
    let clock = made(text)
    known[text] = clock
    return clock
  }

  private func made(_ text: String) -> FileClock {
    func named(_ name: String) -> FileClock { ZoneClock(name).map { .zone($0) } ?? .shop }
    // What the user says of the file is so, whatever exports of its kind are known to do.
    if let own = options.fileZone, text.isEmpty { return named(own) }
    switch zone {
    case .shop, .cell: return .shop
    case .utc: return .utc
    case .named(let name): return options.timeZone == "UTC" ? .shop : named(name)
    case .column:
      if options.timeZone == "UTC" || text.isEmpty { return .shop }
      let words = GeneralWords.builtIn
      if let known = words.zones[text] { return .offset(Int64(known.minutes) * 60) }
      return named(words.zoneTitles[text] ?? text)
    }
  }
}
