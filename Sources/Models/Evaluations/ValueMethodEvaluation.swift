/// The errors of one method of predicting spend.
package struct ValueMethodEvaluation: Sendable, Codable, Equatable {
  package let method: ValueMethod
  package let errors: ForecastErrors

  package init(method: ValueMethod, errors: ForecastErrors) {
    self.method = method
    self.errors = errors
  }
}
