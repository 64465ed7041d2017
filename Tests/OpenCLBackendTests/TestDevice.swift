import OpenCLBackend
import Testing

/// The device that tests run on: any, a software one where there is no card.
let testDevice: OpenCLDevice? = OpenCLDevices.all().first

/// One after the other: a backend is used by one thread at a time, and most tests share one.
@Suite(.serialized, .enabled(if: testDevice != nil)) enum OnDevice {}

/// One backend for most tests, so that a program is built once.
let sharedBackend: OpenCLBackend? = try? testDevice.map {
  try OpenCLBackend($0, budget: 512 << 20, cacheFolder: nil)
}
