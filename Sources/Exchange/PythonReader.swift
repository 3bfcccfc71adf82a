/// One file of Python that scores customers by a model's `model.json`, with nothing but Python.
package enum PythonReader {
  package static let file = PackageResources.perennial_model_py
}
