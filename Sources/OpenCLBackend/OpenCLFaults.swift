internal import COpenCL
internal import Engine
internal import Foundation
internal import Networks
internal import Synchronization

/// The failures that tests inject.
///
/// Programs take them from the environment variable `STYLIZE_OPENCL_FAULTS`, which is for tests only: a
/// list like `lost-after=40,nan-in=3` of
///
/// - `refuse-from=N`: the device refuses the buffer with this number, counted from one, and all after;
/// - `lost-after=N`: the device is gone after so many commands;
/// - `nan-in=N`: the convolution of stage N, counted from one, makes infinities and NaN;
/// - `saturate-in=N`: it makes values far beyond what binary16 can hold, and is right otherwise where
///   a norm follows;
/// - `break-programs`: programs do not compile;
/// - `make-cards`: software passes for graphics cards, which machines for tests have none of;
/// - `device=N`: all this on device N only.
package struct OpenCLFaults: Hashable, Sendable {
  package var refusesBuffersFrom: Int?
  package var losesDeviceAfter: Int?
  package var makesNaNIn: Int?
  package var saturatesIn: Int?
  package var breaksPrograms = false
  package var makesCards = false
  package var device: Int?

  package init() {}

  /// - Throws: ``OpenCLError/unknownFault(_:)``.
  package init(_ text: String) throws {
    for item in text.split(separator: ",") {
      let parts = item.split(separator: "=")
      let number = parts.count == 2 ? Int(parts[1]) : nil
      switch (parts[0], number) {
      case ("refuse-from", let number?): refusesBuffersFrom = number
      case ("lost-after", let number?): losesDeviceAfter = number
      case ("nan-in", let number?): makesNaNIn = number
      case ("saturate-in", let number?): saturatesIn = number
      case ("device", let number?): device = number
      case ("break-programs", nil) where parts.count == 1: breaksPrograms = true
      case ("make-cards", nil) where parts.count == 1: makesCards = true
      default: throw OpenCLError.unknownFault(String(item))
      }
    }
  }

  private static func ofEnvironment() throws -> OpenCLFaults {
    try ProcessInfo.processInfo.environment["STYLIZE_OPENCL_FAULTS"].map(OpenCLFaults.init)
      ?? OpenCLFaults()
  }

  static func ofEnvironment(for device: OpenCLDevice) throws -> OpenCLFaults {
    let faults = try ofEnvironment()
    return faults.device.map { $0 == device.index } ?? true ? faults : OpenCLFaults()
  }

  /// Whether devices in software, all of them, are to pass for graphics cards.
  package static var makeCardsOfSoftware: Bool { (try? ofEnvironment())?.makesCards ?? false }

  /// The weights of a stage, changed so that it computes the faults that are asked for.
  func spoiled(_ weights: Weights, of stage: Stage) throws -> Weights {
    guard let convolution = stage.convolution, [makesNaNIn, saturatesIn].contains(stage.output)
    else { return weights }
    // Products with the largest number there is are infinite, and their sums not even that.
    let spoil: (Float) -> Float =
      stage.output == makesNaNIn
      ? { $0 < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude } : { $0 * 1e6 }
    return Weights([
      convolution.weightName: Tensor(
        shape: convolution.weightShape,
        values: try weights.weight(of: convolution).map(spoil)),
      convolution.biasName: Tensor(
        shape: [convolution.outputChannels], values: try weights.bias(of: convolution)),
    ])
  }
}

/// A counter that makes a device appear lost after a number of commands.
final class InjectedLoss: Sendable {
  private let limit: Int
  private let commands = Atomic(0)

  init(after limit: Int) { self.limit = limit }

  /// Counts a command; throws once the device is to be lost.
  func count(_ call: String) throws {
    commands.add(1, ordering: .relaxed)
    try check(call)
  }

  func check(_ call: String) throws {
    guard commands.load(ordering: .relaxed) > limit else { return }
    throw OpenCLError.call(call, code: CL_DEVICE_NOT_AVAILABLE)
  }
}
