/// How charts look: one style sheet for pages and for files of their own.
///
/// The series colours are Paul Tol's "bright" scheme without its grey, which readers with colour-blind
/// eyes can tell apart (SRON technical note 09-002, 2021); a dark page has lighter ones of the same hues.
/// Labels stand beside what they name, so that no figure rests on colour alone.
package enum ChartStyle {
  /// Series that have a colour of their own; those beyond take the first again.
  package static let series = 6

  package static let sheet = String(decoding: PackageResources.chart_css, as: UTF8.self)
}

/// The colour of a series.
package enum ChartColour: Sendable, Equatable {
  /// One of the palette; those past its end begin again.
  case series(Int)
  /// Of what others are compared with.
  case neutral

  var suffix: String {
    switch self {
    case .series(let index): "\(index % ChartStyle.series)"
    case .neutral: "n"
    }
  }

  var strokeClass: String { "s\(suffix)" }
  var fillClass: String { "f\(suffix)" }
}
