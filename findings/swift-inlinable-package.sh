#!/usr/bin/env bash
# Swift: `@inlinable package` members of a `package` struct are not inlined in another module of the same
# package, unless the struct says `@usableFromInline` too. Nothing warns of it.
#
# Seen with Swift 6.3.1 on Linux x86-64, release builds. SE-0386 lets package declarations be `@inlinable`. For a
# free function, and for members of a `public` struct or of a `@usableFromInline package` one, the caller's object
# file holds the inlined body. For a plain `package struct` it holds calls, one an element in an innermost loop:
# the attribute is ignored there, down to its rules (the body may use what is not `@usableFromInline`).
#
# The script builds two modules, one of which calls into the other in all four ways, and looks for calls in the
# disassembly. Exit 0 while that holds; 1 when a release of Swift behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p Sources/Lower Sources/Upper

cat > Package.swift <<'SWIFT'
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "inlining",
  targets: [.target(name: "Lower"), .target(name: "Upper", dependencies: ["Lower"])])
SWIFT

cat > Sources/Lower/Lower.swift <<'SWIFT'
@inlinable package func freeFunction(_ x: UInt64) -> UInt64 { (x &- 3) & ~x }

public struct PublicMask {
  public let pattern: UInt64
  @inlinable public init(_ pattern: UInt64) { self.pattern = pattern }
  @inlinable package func masked(_ x: UInt64) -> UInt64 { (x &- pattern) & ~x }
}

package struct PackageMask {
  package let pattern: UInt64
  @inlinable package init(_ pattern: UInt64) { self.pattern = pattern }
  @inlinable package func masked(_ x: UInt64) -> UInt64 { (x &- pattern) & ~x }
}

@usableFromInline package struct UsableMask {
  @usableFromInline package let pattern: UInt64
  @inlinable package init(_ pattern: UInt64) { self.pattern = pattern }
  @inlinable package func masked(_ x: UInt64) -> UInt64 { (x &- pattern) & ~x }
}
SWIFT

cat > Sources/Upper/Upper.swift <<'SWIFT'
import Lower

public func byFree(_ words: [UInt64]) -> UInt64 { words.reduce(0) { $0 ^ freeFunction($1) } }

public func byPublic(_ words: [UInt64]) -> UInt64 {
  let mask = PublicMask(3)
  return words.reduce(0) { $0 ^ mask.masked($1) }
}

public func byPackage(_ words: [UInt64]) -> UInt64 {
  let mask = PackageMask(3)
  return words.reduce(0) { $0 ^ mask.masked($1) }
}

public func byUsable(_ words: [UInt64]) -> UInt64 {
  let mask = UsableMask(3)
  return words.reduce(0) { $0 ^ mask.masked($1) }
}
SWIFT

swift build -c release > build.log 2>&1 || { cat build.log; exit 1; }
object=$(find .build/ -path '*Upper.build*' -name '*.o' | head -1)

swift --version 2> /dev/null | head -1
held=yes
check() { # name, pattern of the symbol, calls that were seen
  calls=$(objdump -dr "$object" | grep 'R_X86_64_P' | grep -c "$2" || true)
  echo "$1: calls left in the caller $calls, seen $3"
  [[ $calls -eq $3 ]] || held=no
}
check 'free @inlinable package function            ' freeFunction 0
check 'members of a public struct                  ' PublicMask 0
check 'members of a package struct                 ' PackageMask 2
check 'members of a @usableFromInline package struct' UsableMask 0
[[ $held = yes ]]
