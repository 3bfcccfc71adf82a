/// A graph of ONNX operators over matrices of doubles, a row a customer.
///
/// Sources: the messages of onnx.proto, IR version 8; operators of opset 17. Operators without a kernel for
/// doubles in ONNX Runtime (Imputer, LinearClassifier) or with an inexact one (Sigmoid) are not used.
struct ONNXGraph {
  /// A value of the graph.
  struct Value {
    fileprivate let name: String
  }

  private var graph = ProtobufMessage()
  private var count = 0

  private enum ElementType: Int {
    case int64 = 7
    case double = 11
  }

  /// - Parameter name: of the graph.
  init(_ name: String) { graph.add(2, name) }

  /// A matrix that is given, rows × columns.
  mutating func input(_ name: String, columns: Int) -> Value {
    graph.add(11, Self.described(name, columns))
    return Value(name: name)
  }

  /// Gives a value to the caller.
  mutating func output(_ value: Value, as name: String, columns: Int) {
    _ = node("Identity", [value], named: name)
    graph.add(12, Self.described(name, columns))
  }

  /// One row of numbers, for every row alike.
  mutating func row(_ numbers: [Double]) -> Value { tensor(numbers, [1, numbers.count]) }

  mutating func number(_ number: Double) -> Value { tensor([number], [1, 1]) }

  /// Rows of numbers, row-major.
  mutating func matrix(_ numbers: [Double], columns: Int) -> Value {
    tensor(numbers, [numbers.count / columns, columns])
  }

  /// Some columns of a value.
  mutating func columns(_ places: [Int], of value: Value) -> Value {
    let indices = tensor(
      .int64, [places.count],
      places.flatMap { place in (0..<8).map { UInt8(truncatingIfNeeded: place >> (8 * $0)) } })
    return node("Gather", [value, indices], axis: 1)
  }

  /// Values beside each other; the one itself where it is alone.
  mutating func joined(_ values: [Value]) -> Value {
    values.count == 1 ? values[0] : node("Concat", values, axis: 1)
  }

  mutating func callAsFunction(_ name: String, _ values: Value...) -> Value { node(name, values) }

  /// 1 where something holds, else 0.
  mutating func asNumber(_ condition: Value) -> Value {
    var to = ProtobufMessage()
    to.add(1, "to")
    to.add(3, ElementType.double.rawValue)
    to.add(20, 2)
    return node("Cast", [condition], [to])
  }

  /// The sum of each row.
  mutating func sum(_ value: Value) -> Value {
    let axes = tensor(.int64, [1], [1, 0, 0, 0, 0, 0, 0, 0])
    return node("ReduceSum", [value, axes])
  }

  private mutating func node(
    _ name: String, _ inputs: [Value], axis: Int? = nil
  ) -> Value {
    var attributes: [ProtobufMessage] = []
    if let axis {
      var attribute = ProtobufMessage()
      attribute.add(1, "axis")
      attribute.add(3, axis)
      attribute.add(20, 2)
      attributes.append(attribute)
    }
    return node(name, inputs, attributes)
  }

  private mutating func node(
    _ name: String, _ inputs: [Value], _ attributes: [ProtobufMessage] = [], named: String? = nil
  ) -> Value {
    let result = named ?? fresh("v")
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input.name) }
    node.add(2, result)
    node.add(4, name)
    for attribute in attributes { node.add(5, attribute) }
    graph.add(1, node)
    return Value(name: result)
  }

  private mutating func tensor(_ numbers: [Double], _ shape: [Int]) -> Value {
    tensor(
      .double, shape,
      numbers.flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
      })
  }

  private mutating func tensor(_ type: ElementType, _ shape: [Int], _ bytes: [UInt8]) -> Value {
    let name = fresh("c")
    var tensor = ProtobufMessage()
    for size in shape { tensor.add(1, size) }
    tensor.add(2, type.rawValue)
    tensor.add(8, name)
    tensor.add(9, bytes)
    graph.add(5, tensor)
    return Value(name: name)
  }

  private mutating func fresh(_ letter: String) -> String {
    defer { count += 1 }
    return "\(letter)\(count)"
  }

  /// A matrix of any number of rows.
  private static func described(_ name: String, _ columns: Int) -> ProtobufMessage {
    var (rows, width, shape) = (ProtobufMessage(), ProtobufMessage(), ProtobufMessage())
    rows.add(2, "rows")
    width.add(1, columns)
    shape.add(1, rows)
    shape.add(1, width)
    var (tensor, type, value) = (ProtobufMessage(), ProtobufMessage(), ProtobufMessage())
    tensor.add(1, ElementType.double.rawValue)
    tensor.add(2, shape)
    type.add(1, tensor)
    value.add(1, name)
    value.add(2, type)
    return value
  }

  /// The whole file.
  ///
  /// - Parameters:
  ///   - description: for readers.
  ///   - properties: names and texts of metadata.
  /// - Returns: its bytes.
  func model(description: String, properties: [(String, String)]) -> [UInt8] {
    var (model, operators) = (ProtobufMessage(), ProtobufMessage())
    model.add(1, 8)
    model.add(2, "perennial")
    model.add(6, description)
    model.add(7, graph)
    operators.add(1, "")
    operators.add(2, 17)
    model.add(8, operators)
    for (key, text) in properties {
      var property = ProtobufMessage()
      property.add(1, key)
      property.add(2, text)
      model.add(14, property)
    }
    return model.bytes
  }
}
