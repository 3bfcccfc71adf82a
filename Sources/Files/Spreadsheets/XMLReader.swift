internal import Glibc

// The one file that calls Expat, which is loaded where a workbook is read: no build needs it.

/// What a reader of XML is told, in order; names are without their prefix.
protocol XMLTaker: AnyObject {
  func begin(_ name: String, _ attributes: borrowing XMLAttributes)
  func end(_ name: String)
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The attributes of an element while it begins.
@safe struct XMLAttributes: ~Copyable {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// The text of an attribute, whatever the prefix of its name.
  subscript(name: String) -> String? {
    guard var place = unsafe list else { return nil }
    while let found = unsafe place.pointee {
      if unsafe localName(found) == name {
        return unsafe place[1].map { unsafe String(cString: $0) }
      }
      unsafe place += 2
    }
    return nil
  }
}

/// Reads XML that is given in pieces; entities of its own and document types are refused.
@safe final class XMLReader {
  struct Fault: Error {
    let line: Int
    let reason: String
  }

  private let expat: Expat
  private let parser: OpaquePointer
  private let handlers: Handlers

  /// What the callbacks are given.
  private final class Handlers {
    let taker: any XMLTaker
    let stop: () -> Void
    var hasType = false

    init(_ taker: any XMLTaker, stop: @escaping () -> Void) {
      (self.taker, self.stop) = (taker, stop)
    }
  }

  /// Nil where Expat is not installed.
  init?(_ taker: any XMLTaker) {
    guard let expat = Expat.loaded, let parser = unsafe expat.create("UTF-8") else { return nil }
    self.expat = expat
    handlers = Handlers(taker) { _ = unsafe expat.stop(parser, 0) }
    unsafe self.parser = unsafe parser
    unsafe expat.setUserData(parser, Unmanaged.passUnretained(handlers).toOpaque())
    unsafe expat.setElements(
      parser,
      { data, name, attributes in
        guard let handlers = unsafe XMLReader.taken(data), let name = unsafe name else { return }
        handlers.taker.begin(unsafe localName(name), unsafe XMLAttributes(list: attributes))
      },
      { data, name in
        guard let handlers = unsafe XMLReader.taken(data), let name = unsafe name else { return }
        handlers.taker.end(unsafe localName(name))
      })
    unsafe expat.setText(parser) { data, text, count in
      guard let handlers = unsafe XMLReader.taken(data), let text = unsafe text else { return }
      unsafe text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
        unsafe handlers.taker.text(UnsafeBufferPointer(start: $0, count: Int(count)))
      }
    }
    unsafe expat.setDocumentType(parser) { data, _, _, _, _ in
      guard let handlers = unsafe XMLReader.taken(data) else { return }
      handlers.hasType = true
      // Before any entity that it may declare is made use of.
      handlers.stop()
    }
  }

  private static func taken(_ data: UnsafeMutableRawPointer?) -> Handlers? {
    unsafe data.map { unsafe Unmanaged<Handlers>.fromOpaque($0).takeUnretainedValue() }
  }

  deinit { unsafe expat.free(parser) }

  /// Reads on.
  func read(_ bytes: [UInt8], isLast: Bool) throws(Fault) {
    let status = unsafe bytes.withUnsafeBytes {
      unsafe expat.parse(
        parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count),
        isLast ? 1 : 0)
    }
    if handlers.hasType { throw Fault(line: 1, reason: "it has a document type") }
    if status == 0 {
      let reason = unsafe expat.errorText(expat.errorCode(parser)).map {
        unsafe String(cString: $0)
      }
      throw Fault(line: Int(unsafe expat.line(parser)), reason: reason ?? "it is no XML")
    }
  }
}

/// The name behind a prefix.
private func localName(_ name: UnsafePointer<CChar>) -> String {
  unsafe strchr(name, Int32(UInt8(ascii: ":"))).map { unsafe String(cString: $0 + 1) }
    ?? String(cString: name)
}

/// Functions of libexpat, as `expat.h` declares them.
@safe private struct Expat: @unchecked Sendable {
  typealias Data = UnsafeMutableRawPointer
  typealias Start =
    @convention(c) (Data?, UnsafePointer<CChar>?, UnsafeMutablePointer<UnsafePointer<CChar>?>?) ->
    Void
  typealias End = @convention(c) (Data?, UnsafePointer<CChar>?) -> Void
  typealias Text = @convention(c) (Data?, UnsafePointer<CChar>?, Int32) -> Void
  typealias DocumentType =
    @convention(c) (
      Data?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, Int32
    ) -> Void

  typealias Create = @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
  typealias Free = @convention(c) (OpaquePointer?) -> Void
  typealias SetUserData = @convention(c) (OpaquePointer?, Data?) -> Void
  typealias SetElements = @convention(c) (OpaquePointer?, Start?, End?) -> Void
  typealias SetText = @convention(c) (OpaquePointer?, Text?) -> Void
  typealias SetDocumentType = @convention(c) (OpaquePointer?, DocumentType?) -> Void
  typealias Parse =
    @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32, Int32) -> Int32
  typealias Stop = @convention(c) (OpaquePointer?, UInt8) -> Int32
  typealias ErrorCode = @convention(c) (OpaquePointer?) -> Int32
  typealias ErrorText = @convention(c) (Int32) -> UnsafePointer<CChar>?
  typealias Line = @convention(c) (OpaquePointer?) -> UInt

  let create: Create
  let free: Free
  let setUserData: SetUserData
  let setElements: SetElements
  let setText: SetText
  let setDocumentType: SetDocumentType
  let parse: Parse
  let stop: Stop
  let errorCode: ErrorCode
  let errorText: ErrorText
  let line: Line

  static let loaded = Expat()

  private init?() {
    guard let library = unsafe dlopen("libexpat.so.1", RTLD_NOW | RTLD_LOCAL) else { return nil }
    func function<Function>(_ name: String) -> Function? {
      unsafe dlsym(library, "XML_\(name)").map { unsafe unsafeBitCast($0, to: Function.self) }
    }
    guard let create: Create = unsafe function("ParserCreate"),
      let free: Free = unsafe function("ParserFree"),
      let setUserData: SetUserData = unsafe function("SetUserData"),
      let setElements: SetElements = unsafe function("SetElementHandler"),
      let setText: SetText = unsafe function("SetCharacterDataHandler"),
      let setDocumentType: SetDocumentType = unsafe function("SetStartDoctypeDeclHandler"),
      let parse: Parse = unsafe function("Parse"),
      let stop: Stop = unsafe function("StopParser"),
      let errorCode: ErrorCode = unsafe function("GetErrorCode"),
      let errorText: ErrorText = unsafe function("ErrorString"),
      let line: Line = unsafe function("GetCurrentLineNumber")
    else { return nil }
    unsafe self.create = unsafe create
    unsafe self.free = unsafe free
    unsafe self.setUserData = unsafe setUserData
    unsafe self.setElements = unsafe setElements
    unsafe self.setText = unsafe setText
    unsafe self.setDocumentType = unsafe setDocumentType
    unsafe self.parse = unsafe parse
    unsafe self.stop = unsafe stop
    unsafe self.errorCode = unsafe errorCode
    unsafe self.errorText = unsafe errorText
    unsafe self.line = unsafe line
  }
}
