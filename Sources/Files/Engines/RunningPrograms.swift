internal import Glibc
internal import Synchronization

/// Programs that read for us, so that none outlives the run.
package enum RunningPrograms {
  private static let groups = Mutex<Set<pid_t>>([])

  static func begin(_ group: pid_t) { groups.withLock { _ = $0.insert(group) } }

  static func end(_ group: pid_t) { groups.withLock { _ = $0.remove(group) } }

  /// Kills them all; called where the run ends before its time.
  package static func stopAll() {
    groups.withLock { groups in
      for group in groups { kill(-group, SIGKILL) }
      groups = []
    }
  }
}
