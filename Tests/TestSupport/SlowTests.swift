import Foundation
public import Testing

extension Trait where Self == ConditionTrait {
  /// A test that takes long: `make smoke` passes it over, `make test` runs it.
  public static var slow: Self {
    .enabled(
      if: ProcessInfo.processInfo.environment["PERENNIAL_SMOKE"] == nil,
      "slow: left out of `make smoke`")
  }
}
