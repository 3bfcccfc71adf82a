internal import Foundation

/// What the system says of a failure: `No space left on device`.
package func systemReason(_ error: any Error) -> String {
  guard let system = (error as? CocoaError)?.underlying as NSError?,
    system.domain == NSPOSIXErrorDomain
  else { return "\(error)" }
  return systemReason(Int32(system.code))
}

/// What the system says of an error number.
package func systemReason(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
