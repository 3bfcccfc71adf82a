/// How far reading has come.
package struct ReadProgress: Sendable {
  package let file: String
  package let rows: Int
}
