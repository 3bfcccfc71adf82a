import Foundation

/// Reads a JSON file of reference values from `Tests/Oracles`.
public func oracle<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Oracles")
  let data = try Data(contentsOf: folder.appendingPathComponent(name))
  return try JSONDecoder().decode(type, from: data)
}
