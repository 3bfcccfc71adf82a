extension Condition {
  /// Makes something of the condition as it is joined of its atoms.
  ///
  /// - Parameters:
  ///   - atom: of an atom.
  ///   - not: of what is not to hold.
  ///   - all: of what is to hold together.
  ///   - any: of what one is to hold of.
  /// - Returns: what the whole condition makes.
  /// - Complexity: O(steps).
  package func folded<Value>(
    atom: (Atom) -> Value, not: (Value) -> Value, all: ([Value]) -> Value, any: ([Value]) -> Value
  ) -> Value {
    var stack: [Value] = []
    for step in steps {
      switch step {
      case .atom(let index): stack.append(atom(atoms[index]))
      case .not: stack.append(not(stack.removeLast()))
      case .all(let count): join(&stack, count, all)
      case .any(let count): join(&stack, count, any)
      }
    }
    return stack.removeLast()
  }

  private func join<Value>(
    _ stack: inout [Value], _ count: Int, _ made: ([Value]) -> Value
  ) {
    let operands = Array(stack.suffix(count))
    stack.removeLast(count)
    stack.append(made(operands))
  }
}
