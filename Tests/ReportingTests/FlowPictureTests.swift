import Features
import Foundation
import Learning
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct FlowPictureTests {
  private func parsed(_ svg: String) throws -> Elements {
    let reader = Elements()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    return reader
  }

  private static let flow = Flow(
    title: "From segments to clusters", subtitle: "100 customers",
    left: ["Champions", "Lost", "Nobody"], right: ["cluster 1", "cluster 2"],
    counts: [[40, 10], [0, 50], [0, 0]])

  @Test func tellsNamesCountsAndShares() throws {
    let svg = FlowPicture.svg(of: Self.flow)
    let found = try parsed(svg)
    for text in [
      "Champions", "50 · 50.0 %", "Lost", "cluster 1", "40 · 40.0 %", "60 · 60.0 %", "80 %",
    ] {
      #expect(found.texts.contains(text), "\(text) in \(found.texts)")
    }
    #expect(
      found.texts.contains(
        "Champions → cluster 1: 40; 80.0 % of Champions, 100.0 % of cluster 1"))
    // A group of nobody is not drawn, nor a ribbon without members.
    #expect(!svg.contains("Nobody"))
    #expect(found.ribbons.count == 3)
    #expect(svg == FlowPicture.svg(of: Self.flow))
  }

  /// Names are text, whatever they hold; what XML cannot hold is replaced.
  @Test func hostileNamesAreText() throws {
    let names = [
      "</text><script>alert(1)</script>", "\" onload=\"x", "a & b < c", "nul \u{0}\u{8} \u{FFFF}",
      String(repeating: "long ", count: 5_000), "]]>", "🧑‍🤝‍🧑 семь",
    ]
    let flow = Flow(
      title: "<t>&", subtitle: "'\"", left: names, right: ["<r>"], counts: names.map { _ in [5] })
    let svg = FlowPicture.svg(of: flow)
    let found = try parsed(svg)
    #expect(!found.names.contains("script"))
    #expect(!svg.contains("<script") && !svg.contains("onload=\"x"))
    #expect(found.texts.contains("a & b < c") && found.texts.contains("🧑‍🤝‍🧑 семь"))
    #expect(
      found.texts.contains { $0.hasPrefix("long long") && $0.hasSuffix("…") && $0.count < 40 })
  }

  /// A ribbon is as wide where it ends as where it begins, bars hold their ribbons, and nothing
  /// leaves the picture.
  @Test func barsAreAsHighAsTheirMembers() throws {
    let found = try parsed(FlowPicture.svg(of: Self.flow))
    // Champions, Lost, cluster 1, cluster 2.
    let heights = found.bars.map { $0.height }
    #expect(heights.count == 4)
    for (height, members) in zip(heights, [50.0, 50, 40, 60]) {
      #expect(abs(height / heights[0] - members / 50) < 0.001)
    }
    for bar in found.bars {
      #expect(bar.y >= 0 && bar.y + bar.height <= found.height)
      #expect(bar.x >= 0 && bar.x < found.width)
    }
  }

  @Test func labelsDoNotTouch() throws {
    let left = (0..<14).map { "segment \($0)" }
    let counts = left.indices.map { [$0 == 0 ? 100_000 : 1, 1] }
    let found = try parsed(
      FlowPicture.svg(
        of: Flow(title: "t", subtitle: "s", left: left, right: ["a", "b"], counts: counts)))
    let places = found.labels.filter { $0.isLeft }.map(\.y)
    #expect(places.count == 14)
    for (place, next) in zip(places, places.dropFirst()) { #expect(next - place > 17) }
    #expect(places.allSatisfy { $0 > 0 && $0 < found.height })
  }

  @Test func theSmallestGroupsAreDrawnTogether() throws {
    let counts = (0..<40).map { [$0 + 1, 0] }
    let found = try parsed(
      FlowPicture.svg(
        of: Flow(
          title: "t", subtitle: "s", left: (0..<40).map { "g\($0)" }, right: ["a", "b"],
          counts: counts)))
    #expect(found.texts.contains("25 others"))
    // 1 + … + 25 of 820.
    #expect(found.texts.contains("325 · 39.6 %"))
    #expect(found.texts.contains("g39") && !found.texts.contains("g24"))
  }

  @Test func nobodyIsDrawnToo() throws {
    let svg = FlowPicture.svg(
      of: Flow(title: "t", subtitle: "s", left: ["a"], right: ["b"], counts: [[0]]))
    #expect(try parsed(svg).ribbons.isEmpty)
  }
}

/// What a picture holds, read back from its XML.
private final class Elements: NSObject, XMLParserDelegate {
  var names: Set<String> = []
  var texts: [String] = []
  var ribbons: [String] = []
  var bars: [(x: Double, y: Double, height: Double)] = []
  var labels: [(y: Double, isLeft: Bool)] = []
  var width = 0.0
  var height = 0.0
  private var open: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    names.insert(name)
    open.append("")
    func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? .nan }
    switch name {
    case "svg": (width, height) = (number("width"), number("height"))
    case "path" where attributes["fill-opacity"] != nil: ribbons.append(attributes["d"] ?? "")
    case "rect" where attributes["x"] != nil:
      bars.append((number("x"), number("y"), number("height")))
    case "text" where ["start", "end"].contains(attributes["text-anchor"] ?? ""):
      labels.append((number("y"), attributes["text-anchor"] == "end"))
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    open[open.count - 1] += string
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    texts.append(open.removeLast())
  }
}
