/// What a target counts or sums over the rows of a window.
package enum TallyKind: String, Sendable, CaseIterable {
  /// Orders begun in the window of which a line fulfils the condition.
  case orders
  /// Lines of orders in the window.
  case lines
  case events
  /// Money of the lines in the window, after refunds where those count.
  case spend
}
