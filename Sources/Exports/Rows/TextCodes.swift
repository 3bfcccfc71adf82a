internal import Files

/// Texts by number, from 0.
struct TextCodes: Sendable {
  private var fixed: TextColumn
  /// Nil until a text is looked for.
  private var interner: Interner?

  /// - Parameter texts: the first ones, each once.
  init(_ texts: TextColumn = TextColumn()) { fixed = texts }

  var column: TextColumn { interner?.texts ?? fixed }

  var count: Int { interner?.texts.count ?? fixed.count }

  func text(_ code: Int32) -> String { column[Int(code)] }

  /// The number of a text; new ones count on.
  mutating func code(_ text: String) -> Int32 { code(Array(text.utf8)) }

  mutating func code(_ text: [UInt8]) -> Int32 {
    var own = taken()
    let code = own.code(of: text.span, 0..<text.count)
    interner = own
    return code
  }

  /// The number of a text; nil where it has none.
  mutating func known(_ text: String) -> Int32? {
    let (before, bytes) = (count, Array(text.utf8))
    var own = taken()
    let code = own.code(of: bytes.span, 0..<bytes.count)
    if code >= before { own.keepFirst(before) }
    interner = own
    return code < before ? code : nil
  }

  /// The table, given away so that nothing is copied when it changes.
  private mutating func taken() -> Interner {
    if let own = interner {
      interner = nil
      return own
    }
    let texts = fixed
    fixed = TextColumn()
    return texts.interned
  }
}

extension TextColumn {
  /// A table that numbers the texts, which differ, as they stand here.
  fileprivate var interned: Interner {
    var table = Interner()
    let bytes = bytes.span
    for code in 0..<count {
      _ = table.code(of: bytes, offsets[code]..<offsets[code + 1])
    }
    return table
  }
}
