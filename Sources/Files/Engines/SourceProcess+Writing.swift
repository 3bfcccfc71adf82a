internal import Glibc

extension SourceProcess {
  /// What goes into a program that writes.
  enum Inlet { case script, rows }

  /// Gives it bytes.
  ///
  /// - Throws: where it takes no more.
  func write(_ bytes: [UInt8], to inlet: Inlet) throws(SourceError) {
    var start = 0
    while start < bytes.count {
      guard let handle = try handle(inlet) else { throw try failure() }
      try wait(for: handle)
      if ready.output { passOver() }
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(handle, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if written < 0, errno != EINTR, errno != EAGAIN {
        throw try failure()
      }
      start += max(written, 0)
    }
  }

  /// Waits until it takes rows: what is to end with them may then be begun.
  ///
  /// A program that waits for rows when this one is killed would hold its locks for ever.
  /// - Throws: where it ends first.
  func awaitReader() throws(SourceError) {
    guard try handle(.rows) != nil else { throw try failure() }
  }

  /// Where bytes go; nil where the program takes none.
  private func handle(_ inlet: Inlet) throws(SourceError) -> Int32? {
    if inlet == .script { return script < 0 ? nil : script }
    while let rows {
      if let handle = rows.opened() { return handle }
      // Nobody reads yet, or any more: a program that has ended says so.
      if output < 0 { return nil }
      try wait(atMost: 5)
      if ready.output { passOver() }
    }
    return nil
  }

  /// Ends its rows, says the last statements, and waits for it to do all of it.
  ///
  /// - Throws: where it does not say that all went well.
  func finishWriting(saying script: [UInt8]) throws(SourceError) {
    close(.rows)
    try write(script, to: .script)
    close(.script)
    do {
      try skipOutput()
      try end()
    } catch { throw error.ofWriting }
  }

  /// Why it takes nothing: the program has ended, or is ended here.
  private func failure() throws(SourceError) -> SourceError {
    for inlet in [Inlet.script, .rows] { close(inlet) }
    do {
      try skipOutput()
      try end()
    } catch { return error.ofWriting }
    return .notWritten(name, engine, .status(0), said: words)
  }

  private func skipOutput() throws(SourceError) {
    while output >= 0 {
      try wait()
      if ready.output { passOver() }
    }
  }

  /// What it prints of its work is nobody's.
  private func passOver() {
    var piece = [UInt8](repeating: 0, count: 4_096)
    guard let count = take(output, into: &piece, from: 0, isReady: true) else { return }
    if count <= 0 { output = closed(output) }
  }

  func close(_ inlet: Inlet) {
    switch inlet {
    case .script: script = closed(script)
    case .rows:
      rows?.close()
      rows = nil
    }
  }
}

extension SourceError {
  /// The same of a program that was to write.
  var ofWriting: SourceError {
    if case .failed(let name, let engine, let ending, let said) = self {
      .notWritten(name, engine, ending, said: said)
    } else {
      self
    }
  }
}
