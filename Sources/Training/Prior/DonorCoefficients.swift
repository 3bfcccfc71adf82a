// Made by Benchmarks/peers/donor_prior.py; not to be edited.

extension DonorPrior {
  /// Rises whenever coefficients, donors or terms change.
  static let currentVersion = 1

  /// Coefficients of `terms`, a donor each.
  static let donors = [
    Donor(
      name: "cdnow",
      coefficients: [
        0.0639, -0.1451, 0.1722, -1.0645, 0.0572, 0.3623, 0.0871, 0.4426,
        -0.0532, 0.2940, 0.0777, 0.1501, -0.3158, -0.0799, -0.1011,
      ]),
    Donor(
      name: "online-retail",
      coefficients: [
        0.3340, -0.0812, 0.1471, -0.3611, -0.1948, -0.1912, 0.0424, 0.4785,
        -0.5944, 0.7833, 0.1127, -0.0582, -0.4083, 0.0273, -0.5412,
      ]),
    Donor(
      name: "complete-journey",
      coefficients: [
        0.1360, -0.2800, -0.1585, -0.1613, -0.1422, -0.0295, -0.4001, 0.4501,
        -0.3031, 0.5237, 0.1077, 0.1279, -0.6392, -0.3600, -0.1267,
      ]),
    Donor(
      name: "simulated",
      coefficients: [
        0.3166, 0.5184, 0.9546, -0.3359, 0.2117, 0.1516, -0.2300, 0.6806,
        -0.5889, 0.8977, 0.2468, -0.0769, -0.1799, -0.0275, 0.0967,
      ]),
  ]
}
