/// How charts look: one style sheet for pages and for files of their own.
///
/// The series colours are Paul Tol's "bright" scheme without its grey, which readers with colour-blind
/// eyes can tell apart (SRON technical note 09-002, 2021); a dark page has lighter ones of the same hues.
/// Labels stand beside what they name, so that no figure rests on colour alone.
package enum ChartStyle {
  /// Series that have a colour of their own; those beyond take the first again.
  package static let series = 6

  package static let sheet = """
    .chart{--ink:#1b1b1f;--soft:#55555f;--line:#d9d9de;--paper:#ffffff;--c0:#4477aa;--c1:#b8434f;\
    --c2:#1b7a34;--c3:#8a7a1a;--c4:#1f7f9c;--c5:#93306b;--heat:#4477aa;\
    font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;font-size:11px}
    @media(prefers-color-scheme:dark){.chart{--ink:#f0f0f4;--soft:#b4b4be;--line:#3c3c44;\
    --paper:#17171b;--c0:#7fb0e0;--c1:#f08a92;--c2:#6fcb86;--c3:#d9c95c;--c4:#7ad0ea;--c5:#dd8fbd;\
    --heat:#4f86bd}}
    @media print{.chart{--ink:#000;--soft:#333;--line:#ccc;--paper:#fff;--c0:#4477aa;--c1:#b8434f;\
    --c2:#1b7a34;--c3:#8a7a1a;--c4:#1f7f9c;--c5:#93306b;--heat:#4477aa}}
    .chart text{fill:var(--ink)}.chart .soft{fill:var(--soft)}.chart .paper{fill:var(--paper)}
    .chart .heading{font-size:14px;font-weight:600}.chart .small{font-size:10px}
    .chart .grid{stroke:var(--line);stroke-width:1;fill:none}
    .chart .axis{stroke:var(--soft);stroke-width:1;fill:none}
    .chart .stroke{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
    .chart .dashed{stroke-dasharray:4 3;stroke-width:1.5}
    .chart .thin{stroke-width:1.25;fill:none}.chart .band{opacity:.18}
    .chart .heat{fill:var(--heat)}
    .chart .s0{stroke:var(--c0)}.chart .s1{stroke:var(--c1)}.chart .s2{stroke:var(--c2)}
    .chart .s3{stroke:var(--c3)}.chart .s4{stroke:var(--c4)}.chart .s5{stroke:var(--c5)}
    .chart .sn{stroke:var(--soft)}.chart .f0{fill:var(--c0)}.chart .f1{fill:var(--c1)}
    .chart .f2{fill:var(--c2)}.chart .f3{fill:var(--c3)}.chart .f4{fill:var(--c4)}
    .chart .f5{fill:var(--c5)}.chart .fn{fill:var(--soft)}
    """
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
