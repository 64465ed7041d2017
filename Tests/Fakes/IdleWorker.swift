package import StyleTransfer

/// A device that is never asked to paint: for tests of those who decide where something is painted.
package final class IdleWorker: DeviceWorker {
  package let device: String
  package let isProcessor: Bool
  package let places = 1

  package init(_ device: String, isProcessor: Bool = false) {
    (self.device, self.isProcessor) = (device, isProcessor)
  }

  package var estimates: any RenderEstimates { fatalError("\(device) estimates nothing") }

  package func prepare(
    _ job: Job, overwriting: Bool, _ fallback: FallbackLevel, _ admission: Admission
  ) throws -> any PreparedImage { fatalError("\(device) prepares nothing") }

  package func render(
    _ request: RenderRequest, as look: RenderLook?, _ fallback: FallbackLevel,
    progress: (Double) -> Bool
  ) throws -> ImageRows { fatalError("\(device) renders nothing") }
}
