internal import Intake

/// Whole records of one file.
struct RowBlock: Sendable {
  /// Place among the blocks of all files of a kind.
  var number: Int
  var file: Int
  var bytes: [UInt8]
  /// Which bytes are the block.
  var range: Range<Int>
}

/// What became of the rows of a block.
struct BlockOutcome: Sendable {
  var number: Int
  var read = 0
  var used = 0
  var filtered = 0
  /// Lines are counted from 0 at the beginning of the block.
  var refused: [RejectedRow] = []
  var lines = 0
}
