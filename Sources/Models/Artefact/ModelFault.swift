/// A model whose parts do not fit each other, though every part was read.
struct ModelFault: Error {
  let reason: String
}
