internal import Glibc
internal import Synchronization

extension SourceProcess {
  /// The program on PATH; folders that are named by where one stands are left out.
  static func path(of command: String) -> String? {
    guard let folders = unsafe getenv("PATH").map({ unsafe String(cString: $0) }) else {
      return nil
    }
    for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
      let path = "\(folder)/\(command)"
      var status = stat()
      if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        unsafe access(path, X_OK) == 0
      {
        return path
      }
    }
    return nil
  }

  /// The caller's variables, and others where it has none of their names.
  static func environment(_ defaults: [String: String]) -> [String] {
    var variables: [String] = []
    var place = unsafe environ
    while let variable = unsafe place.pointee {
      variables.append(unsafe String(cString: variable))
      unsafe place += 1
    }
    for (name, value) in defaults.sorted(by: { $0.key < $1.key })
    where !variables.contains(where: { $0.hasPrefix("\(name)=") }) {
      variables.append("\(name)=\(value)")
    }
    return variables
  }

  static let starting = Mutex(())

  struct Started {
    var status: Int32 = 0
    var process = pid_t()
    var output: Int32 = -1
    var errors: Int32 = -1
    var script: Int32 = -1
  }

  /// Starts a program with pipes for what it writes and, where it takes rows, for what it reads; `status` is 0
  /// where that went well.
  static func start(
    _ path: String, _ arguments: [String], _ environment: [String], _ takesRows: Bool
  ) -> Started {
    var started = Started()
    // Of each pipe the program's end, and its number there.
    var ends: [(own: Int32, number: Int32)] = []
    func pipe(_ number: Int32, isRead: Bool) -> Int32 {
      var both: [Int32] = [-1, -1]
      if unsafe Glibc.pipe(&both) != 0 {
        started.status = errno
        return -1
      }
      for descriptor in both { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
      ends.append((isRead ? both[1] : both[0], number))
      return isRead ? both[0] : both[1]
    }
    started.output = pipe(STDOUT_FILENO, isRead: true)
    started.errors = pipe(STDERR_FILENO, isRead: true)
    if takesRows {
      started.script = pipe(STDIN_FILENO, isRead: false)
      _ = fcntl(started.script, F_SETFL, O_NONBLOCK)
      // A program that ends early is told of by what it says, and what it makes is its user's alone.
      signal(SIGPIPE, SIG_IGN)
    }
    if started.status == 0 {
      let mask = takesRows ? umask(0o077) : 0
      started.status = spawn(path, arguments, environment, ends, &started.process)
      if takesRows { umask(mask) }
    }
    for end in ends { Glibc.close(end.own) }
    if started.status != 0 {
      for handle in [started.output, started.errors, started.script] where handle >= 0 {
        Glibc.close(handle)
      }
    }
    return started
  }

  /// Starts a program in a group of its own that no signal is kept from.
  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String],
    _ ends: [(own: Int32, number: Int32)], _ process: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for end in ends { unsafe posix_spawn_file_actions_adddup2(&actions, end.own, end.number) }
    var (none, all) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      unsafe words.forEach { unsafe free($0) }
      unsafe variables.forEach { unsafe free($0) }
    }
    return unsafe posix_spawn(&process, path, &actions, &attributes, &words, &variables)
  }
}
