internal import Files
internal import Ingestion
internal import Units

/// Draws a flow as SVG: groups as bars on two sides, members as ribbons between them.
///
/// A pure function of the flow. Names are escaped and cut to a readable length, every bar has its name,
/// count and share beside it, and every ribbon tells its figures when pointed at. Colours follow the
/// groups on the left, in a palette for colour-blind readers (Paul Tol's "muted", then
/// three of Okabe and Ito's).
package enum FlowPicture {
  /// Groups drawn on a side; what is beyond is put together.
  static let mostGroups = 16
  /// Characters of a name that are drawn; the whole name is told when pointed at.
  static let mostCharacters = 30

  package static func svg(of flow: Flow) -> String {
    let layout = FlowLayout(flow.reduced(to: mostGroups))
    let flow = layout.flow
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title subtitle\" "
        + "width=\"\(number(FlowLayout.width))\" height=\"\(number(layout.height))\" "
        + "viewBox=\"0 0 \(number(FlowLayout.width)) \(number(layout.height))\" "
        + "font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"13\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
      "<title id=\"title\">\(xmlEscaped(flow.title))</title>",
      text(
        flow.title, x: FlowLayout.width / 2, y: 32,
        "text-anchor=\"middle\" font-size=\"18\" font-weight=\"600\" fill=\"#111111\""),
      text(
        flow.subtitle, x: FlowLayout.width / 2, y: 54,
        "id=\"subtitle\" text-anchor=\"middle\" fill=\"#555555\""),
    ]
    lines += layout.ribbons.map { ribbon($0, of: flow) }
    lines += layout.ribbons.compactMap { ribbonShare($0, of: flow) }
    lines += layout.left.enumerated().map {
      bar($1, x: FlowLayout.leftEdge - FlowLayout.barWidth, colour: colour($0))
    }
    lines += layout.right.map { bar($0, x: FlowLayout.rightEdge, colour: "#444444") }
    lines += layout.left.map { label($0, isLeft: true, of: flow.total) }
    lines += layout.right.map { label($0, isLeft: false, of: flow.total) }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private static func ribbon(_ ribbon: FlowLayout.Ribbon, of flow: Flow) -> String {
    let (x0, x1) = (FlowLayout.leftEdge, FlowLayout.rightEdge)
    let middle = (x0 + x1) / 2
    let (y0, y1, height) = (ribbon.leftTop, ribbon.rightTop, ribbon.height)
    func point(_ x: Double, _ y: Double) -> String { "\(number(x)),\(number(y))" }
    let path =
      "M\(point(x0, y0)) C\(point(middle, y0)) \(point(middle, y1)) \(point(x1, y1)) "
      + "L\(point(x1, y1 + height)) C\(point(middle, y1 + height)) \(point(middle, y0 + height)) "
      + "\(point(x0, y0 + height)) Z"
    let (from, to) = (flow.left[ribbon.left], flow.right[ribbon.right])
    let told =
      "\(from) → \(to): \(grouped(ribbon.count)); \(percent(ribbon.count, flow.leftTotals[ribbon.left]))"
      + " of \(from), \(percent(ribbon.count, flow.rightTotals[ribbon.right])) of \(to)"
    return
      "<path d=\"\(path)\" fill=\"\(colour(ribbon.left))\" fill-opacity=\"0.55\" "
      + "stroke=\"#ffffff\" stroke-width=\"0.5\"><title>\(xmlEscaped(told))</title></path>"
  }

  /// The share of the group on the left, where the ribbon has room for it.
  private static func ribbonShare(_ ribbon: FlowLayout.Ribbon, of flow: Flow) -> String? {
    guard ribbon.height >= 15 else { return nil }
    return text(
      percent(ribbon.count, flow.leftTotals[ribbon.left], digits: 0),
      x: FlowLayout.leftEdge + 6, y: ribbon.leftTop + ribbon.height / 2 + 4,
      "font-size=\"11\" fill=\"#111111\"")
  }

  private static func bar(_ bar: FlowLayout.Bar, x: Double, colour: String) -> String {
    "<rect x=\"\(number(x))\" y=\"\(number(bar.top))\" width=\"\(number(FlowLayout.barWidth))\" "
      + "height=\"\(number(max(1, bar.height)))\" fill=\"\(colour)\">"
      + "<title>\(xmlEscaped(bar.name)): \(grouped(bar.count))</title></rect>"
  }

  private static func label(_ bar: FlowLayout.Bar, isLeft: Bool, of total: Int) -> String {
    let edge =
      isLeft
      ? FlowLayout.leftEdge - FlowLayout.barWidth : FlowLayout.rightEdge + FlowLayout.barWidth
    let away = isLeft ? -1.0 : 1.0
    let middle = bar.top + bar.height / 2
    // A line leads to the label of a bar too thin to have it beside itself.
    let leader =
      abs(middle - bar.labelMiddle) < 3
      ? ""
      : "<path d=\"M\(number(edge + away * 2)),\(number(middle)) "
        + "L\(number(edge + away * 14)),\(number(bar.labelMiddle))\" stroke=\"#888888\" "
        + "fill=\"none\" stroke-width=\"0.75\"/>"
    let name =
      bar.name.count > mostCharacters ? "\(bar.name.prefix(mostCharacters - 1))…" : bar.name
    let figures = "\(grouped(bar.count)) · \(percent(bar.count, total))"
    return leader
      + "<text x=\"\(number(edge + away * 18))\" y=\"\(number(bar.labelMiddle + 4.5))\" "
      + "text-anchor=\"\(isLeft ? "end" : "start")\"><tspan fill=\"#111111\">"
      + "\(xmlEscaped(name))</tspan><tspan fill=\"#555555\" dx=\"7\" font-size=\"11.5\">"
      + "\(figures)</tspan></text>"
  }

  private static func text(_ text: String, x: Double, y: Double, _ attributes: String) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" \(attributes)>\(xmlEscaped(text))</text>"
  }

  private static let colours = [
    "#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677", "#44AA99", "#882255", "#999933",
    "#AA4499",
    "#E69F00", "#0072B2", "#888888",
  ]

  /// Colours come again after twelve groups, twelve places apart.
  private static func colour(_ group: Int) -> String { colours[group % colours.count] }

  private static func percent(_ part: Int, _ whole: Int, digits: Int = 1) -> String {
    "\(fixed(whole == 0 ? 0 : 100 * Double(part) / Double(whole), digits: digits)) %"
  }

  private static func number(_ value: Double) -> String { fixed(value, digits: 2) }
}
