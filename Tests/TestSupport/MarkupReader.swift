import Foundation
import FoundationXML

/// What a text of HTML or SVG holds, as far as it is XML.
public struct MarkupReader: Sendable {
  public let isWellFormed: Bool
  public let elements: Set<String>
  public let attributes: Set<String>
  public let ids: [String]
  /// Values of `href`.
  public let links: [String]
  /// Where texts, shapes and the points of paths stand.
  public let places: [Place]

  public struct Place: Sendable {
    public let x: Double
    public let y: Double
  }

  public init(_ text: String) {
    let gathering = Gathering()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = gathering
    isWellFormed = parser.parse()
    (elements, attributes) = (gathering.elements, gathering.attributes)
    (ids, links, places) = (gathering.ids, gathering.links, gathering.places)
  }
}

private final class Gathering: NSObject, XMLParserDelegate {
  var elements: Set<String> = []
  var attributes: Set<String> = []
  var ids: [String] = []
  var links: [String] = []
  var places: [MarkupReader.Place] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes found: [String: String]
  ) {
    elements.insert(name)
    attributes.formUnion(found.keys)
    if let id = found["id"] { ids.append(id) }
    if let link = found["href"] { links.append(link) }
    for (x, y) in [("x", "y"), ("cx", "cy")] {
      if let x = found[x].flatMap(Double.init), let y = found[y].flatMap(Double.init) {
        places.append(.init(x: x, y: y))
      }
    }
    for pair in (found["d"] ?? "").split(whereSeparator: { "MLZ".contains($0) }) {
      let numbers = pair.split(separator: ",").compactMap { Double($0) }
      if numbers.count == 2 { places.append(.init(x: numbers[0], y: numbers[1])) }
    }
  }
}
