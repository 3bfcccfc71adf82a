import Foundation
import FoundationXML

/// What a text of HTML or SVG holds, as far as it is XML.
public final class MarkupReader: NSObject, XMLParserDelegate {
  public private(set) var isWellFormed = false
  public private(set) var elements: Set<String> = []
  public private(set) var attributes: Set<String> = []
  public private(set) var ids: [String] = []
  /// Values of `href`.
  public private(set) var links: [String] = []
  /// Where texts, shapes and the points of paths stand.
  public private(set) var places: [(x: Double, y: Double)] = []

  public init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  public func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes found: [String: String]
  ) {
    elements.insert(name)
    attributes.formUnion(found.keys)
    if let id = found["id"] { ids.append(id) }
    if let link = found["href"] { links.append(link) }
    for (x, y) in [("x", "y"), ("cx", "cy")] {
      if let x = found[x].flatMap(Double.init), let y = found[y].flatMap(Double.init) {
        places.append((x, y))
      }
    }
    for pair in (found["d"] ?? "").split(whereSeparator: { "MLZ".contains($0) }) {
      let numbers = pair.split(separator: ",").compactMap { Double($0) }
      if numbers.count == 2 { places.append((numbers[0], numbers[1])) }
    }
  }
}
