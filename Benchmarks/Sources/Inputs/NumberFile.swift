internal import Foundation

/// Doubles in NumPy's file format, row-major and little-endian, as `numpy.save` writes them.
public struct NumberFile: Sendable {
  public let rows: Int
  /// 1 for a vector.
  public let columns: Int
  public let elements: [Double]

  /// Reads a whole file.
  ///
  /// - Parameter path: of the file.
  /// - Throws: `InputError` where it cannot be read or is none of its kind.
  public init(path: String) throws {
    guard let file = unsafe fopen(path, "rb") else { throw InputError("\(path): cannot open") }
    defer { unsafe fclose(file) }
    var start = [UInt8](repeating: 0, count: 10)
    guard unsafe fread(&start, 1, 10, file) == 10, start[..<8] == [0x93] + "NUMPY".utf8 + [1, 0]
    else { throw InputError("\(path): found no header of NumPy's format 1.0") }
    var header = [UInt8](repeating: 0, count: Int(start[8]) + Int(start[9]) << 8)
    guard unsafe fread(&header, 1, header.count, file) == header.count else {
      throw InputError("\(path): ends within its header")
    }
    let text = String(decoding: header, as: UTF8.self)
    guard text.contains("'<f8'"), text.contains("'fortran_order': False") else {
      throw InputError("\(path): found \(text), expected row-major doubles")
    }
    let shape = text.drop { $0 != "(" }.prefix { $0 != ")" }.dropFirst()
      .split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
    guard let rows = shape.first, shape.count <= 2 else {
      throw InputError("\(path): found \(text), expected one or two dimensions")
    }
    self.rows = rows
    columns = shape.count == 2 ? shape[1] : 1
    let count = rows * columns
    // Straight to its place: the peak of memory is to be that of the work.
    elements = unsafe [Double](unsafeUninitializedCapacity: count) { target, initialized in
      initialized = unsafe fread(target.baseAddress, 8, count, file)
    }
    guard elements.count == count else {
      throw InputError("\(path): found \(elements.count) numbers, expected \(count)")
    }
  }
}

/// What is wrong with an input, in one sentence.
public struct InputError: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
