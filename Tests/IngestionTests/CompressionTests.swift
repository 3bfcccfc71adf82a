import Files
import Foundation
import Histories
import Ingestion
import Intake
import TestSupport
import Testing

/// 20,000 orders, compressed by the forms' own commands: `zstd --check -19` 1.5.4, `bzip2 -9` 1.0.8,
/// `xz -9e` 5.4.1.
private let samples: [Compression: String] = [
  .zstd: """
  KLUv/aRoKAUAjAUAYk4iE6BbG7Q7DyZB1Vx2904pEfSHixV3dnV0cz9fjyd3ZlZGNnaz1WhiV1ZVVFMvV4sldWRU\
  RDR0MpVIQjc2NTQzH0+HI3O31+nz3+95+dlcJo9vu6bFV2uVOn3dlpUejUXi8DRLUnhWNHdZADBAEVAEUmlACgCH\
  4rFIEAIHB8EQMCAGjENi4Wg8CgFkqCEYfv/f8KXdEvgRBPjr///fAUz5nbYE0yxzZBdrWVOB5iurVAAAAAEA/f9V\
  /LkGAkUAAAABAGUoOQACnhjD3w==
  """,
  .bzip2: """
  QlpoOTFBWSZTWa+2K34ClCtbgAAQAAZ/4AAAriOeAFAE/gAAAAAEUAAAZMgoAAAyZBQAABkyCgAADJkBSqiYT/1Q\
  qRp6mjD9eQIVH2qF6EXYRdhF3EXsRfIiwi4EXIi6EX2EXsRYRYRdxFhFhFhFhFhFhFhF6EWEWEWEXwIsIsIsIsIs\
  IsIvIiwiwiwiwi8CLCLCLCLCLCLwIsIsIsIsIsIvIiwiwiwiwi+BFhFhFhFhFhFhF6EWEWEWEXcRYRYRYRYRYRYR\
  YRexFhFhF2EWEWEWEWEWEWEWEWEXyIsEWEWEWEWEWEWEWEWEWEWEW+vrgEKjkEKj6EXcRdCLoRdCLoRdCLoRdCLo\
  RewQqPuBCo7AhUfcEKjoEKjkRdCLwIuhF0IuhF0IuhF0IuhFwCFRglVwIuBF3EXAi4EXAi4EXAi4EXAi9iLgEKjk\
  EKjuIK5EXIi5EXwIuRFyIuRFyIuRFyIvQSqwiwiwiwi8CLCLCLCLCLCLyEqsIsIsIsIsIvIiwiwiwiwi8BKrCLCL\
  CLCLCLCL0IsIsIsIvgJVYRYRYRYRYRYRYRexFhFhF3CVWEWEWEWEWEWEWEWEXyIsIuwSq7VC7CLCLCLCLCLCLCLC\
  LCLYJVfnn+v8ghUfj4+v+/H5//9+fJMN3oX+LuSKcKEhX2xW/A==
  """,
  .xz: """
  /Td6WFoAAATm1rRGAgAhARwAAAAQz1jM5ShnAS1dADGdSrH2X+5jFwdBlRH4+QisXVChIPFdeC0MdRqXpnTQR5+R\
  GxPzWTYLwEkaT1ecj90BnWngP7MSSOip47ePAJa5dlelIu7BYHahqmwniqQg01jtpYeJu02KOR0Q4MovHzgrptF2\
  u0wUo0z6TjAfz8SyyZ8/F/0ZNFmcBx0UlVHPr23EKfkuEDrIVJXAup7mDGNkNAIa6GQ0AfFzd0z9wJMtfAc5w3OZ\
  hUs+0FMCFPBiDuoMsZGMbDeFcLsqKgU6r7F28XTTiSf+Di1RdH4fDK2ZbZaKtk9p1K6S4o1GRpbGZod2z427KNo8\
  JjqxPaaT9oB5miA8/9X8KP7OY2QbJLYj4ORemo0O+Yap5z5Ghs5VL9bYc+FYXJe8HIClxj6UKGZ1zrHnJiOmna9o\
  AAAAAAAApQ+3ux5AmPMAAckC6NAUAHNDnj+xxGf7AgAAAAAEWVo=
  """,
]

@Suite struct CompressionTests {
  private func sample(_ form: Compression) throws -> [UInt8] {
    try Array(#require(samples[form].flatMap { Data(base64Encoded: $0) }))
  }

  private func gross(_ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    // The name says nothing: the first bytes do.
    let path = try folder.write(bytes, to: "orders.csv")
    return try loadHistories(orders: [path], options: ReadOptions(today: today)).ledger.gross
  }

  /// The fault that reading ends with; nil where it ends otherwise.
  private func fault(_ bytes: [UInt8]) throws -> (offset: Int, fault: FileError.CompressionFault)? {
    let error = #expect(throws: IngestionError.self) { _ = try gross(bytes) }
    #expect(error?.kind == .badData)
    guard case .file(.damagedCompression(_, _, let offset, let fault))? = error else {
      Issue.record("\(String(describing: error))")
      return nil
    }
    return (offset, fault)
  }

  @Test(arguments: [Compression.zstd, .bzip2, .xz]) func membersAreReadOneAfterTheOther(
    form: Compression
  ) throws {
    let whole = try sample(form)
    #expect(try gross(whole) == "20000")
    // Of the second the header is one row that cannot be read.
    #expect(try gross(whole + whole) == "40000")
    #expect(try gross(whole + [UInt8](repeating: 0, count: 200_000)) == "20000")
  }

  @Test(arguments: [Compression.zstd, .bzip2, .xz]) func cutOffAnywhereIsTold(
    form: Compression
  ) throws {
    let whole = try sample(form)
    for count in stride(from: 12, to: whole.count, by: 7) {
      let (offset, fault) = try #require(try fault(Array(whole.prefix(count))))
      #expect(fault == .endsEarly && offset == count, "\(count): \(fault), \(offset)")
    }
    let (offset, fault) = try #require(try fault(whole + whole.prefix(60)))
    #expect(fault == .endsEarly && offset == whole.count + 60)
  }

  @Test(arguments: [Compression.zstd, .bzip2, .xz]) func whatIsNotOfTheFormIsTold(
    form: Compression
  ) throws {
    let whole = try sample(form)
    for other in [Array("more\n".utf8), Array("more than ten bytes\n".utf8), [0, 0, 0, 7]] {
      let (offset, fault) = try #require(try fault(whole + other))
      #expect(fault == .otherBytesFollow)
      #expect((whole.count...whole.count + 3).contains(offset), "\(offset)")
    }
    for place in stride(from: 14, to: whole.count, by: 11) {
      var flipped = whole
      flipped[place] ^= 1
      // Some bits of bzip2 say nothing: then the sum is the same, else the fault is told.
      let sum = try? gross(flipped)
      #expect(sum == nil || sum == "20000", "\(place)")
    }
  }

  @Test func aWrongChecksumIsTold() throws {
    var zstd = try sample(.zstd)
    zstd[zstd.count - 1] ^= 1
    #expect(try fault(zstd)?.fault == .wrongChecksum)
    var bzip2 = try sample(.bzip2)
    bzip2[12] ^= 1
    #expect(try fault(bzip2)?.fault == .message("a block or its checksum is wrong"))
  }

  /// Frames and streams that refer back further than 128 MiB are not given the memory for it.
  @Test func memoryIsBounded() throws {
    // A frame with a window of 2 GiB (RFC 8878: exponent 21, mantissa 0), one raw block of one byte.
    let frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3, 9, 0, 0, 0x61]
    #expect(try fault(frame)?.fault == .needsMemory(bytes: nil))
    // A stream whose header asks for 4 GiB, and has the right checksum.
    let stream = try #require(
      Data(
        base64Encoded: """
          /Td6WFoAAATm1rRGAgAhASgAAADmoBGz5ShnAS1dADGdSrH2X+5jFwdBlRH4+QisXVChIPFdeC0MdRqXpnTQR5+R\
          GxPzWTYLwEkaT1ecj90BnWngP7MSSOip47ePAJa5dlelIu7BYHahqmwniqQg01jtpYeJu02KOR0Q4MovHzgrptF2\
          u0wUo0z6TjAfz8SyyZ8/F/0ZNFmcBx0UlVHPr23EKfkuEDrIVJXAup7mDGNkNAIa6GQ0AfFzd0z9wJMtfAc5w3OZ\
          hUs+0FMCFPBiDuoMsZGMbDeFcLsqKgU6r7F28XTTiSf+Di1RdH4fDK2ZbZaKtk9p1K6S4o1GRpbGZod2z427KNo8\
          JjqxPaaT9oB5miA8/9X8KP7OY2QbJLYj4ORemo0O+Yap5z5Ghs5VL9bYc+FYXJe8HIClxj6UKGZ1zrHnJiOmna9o\
          AAAAAAAApQ+3ux5AmPMAAckC6NAUAHNDnj+xxGf7AgAAAAAEWVo=
          """))
    guard case .needsMemory(let bytes?)? = try fault(Array(stream))?.fault else {
      Issue.record("no limit")
      return
    }
    #expect(bytes > 4_000 << 20)
  }

  /// Ten million empty lines, of which each took as long as a kilobyte of text.
  @Test(.timeLimit(.minutes(2))) func emptyLinesCostNothing() throws {
    let header = Array("customer_id,date,amount\nc,2020-01-01,1\n".utf8)
    #expect(try gross(header + [UInt8](repeating: 10, count: 10_000_000)) == "1")
    #expect(try gross(header + Array("\r\n\r\n\r\n  \t\nd,2020-01-01,1\r\n".utf8)) == "2")
  }

  /// Bytes that a text may begin with are no compressed data.
  @Test func textThatBeginsLikeAFormIsText() throws {
    let text = "BZh9,customer_id,date,amount\nx,c,2020-01-01,3\n"
    #expect(try gross(Array(text.utf8)) == "3")
  }
}
