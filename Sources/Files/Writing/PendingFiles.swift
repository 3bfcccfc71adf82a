internal import Synchronization

/// Files and folders that are being written and have no place of their own yet.
///
/// A run that is interrupted deletes them, so that nothing half written stays behind.
public enum PendingFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Notes that something will be made at a path.
  public static func begin(_ path: String) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// Puts a draft in its place, or gives it up; an interruption comes before or after, not between.
  ///
  /// - Parameters:
  ///   - path: as `begin` had it.
  ///   - end: renames or deletes what is there.
  /// - Returns: what `end` does.
  /// - Throws: what `end` throws; the path is no draft any longer then either.
  public static func end<Result: Sendable, Thrown: Error>(
    _ path: String, _ end: () throws(Thrown) -> sending Result
  ) throws(Thrown) -> Result {
    try paths.withLock { paths throws(Thrown) in
      paths.remove(path)
      return try end()
    }
  }

  /// Deletes all drafts and ends the run; none can take its place any longer.
  public static func abandonAll(delete: (String) -> Void, thenEnd end: () -> Never) -> Never {
    paths.withLock { paths in
      for path in paths { delete(path) }
      end()
    }
  }
}
