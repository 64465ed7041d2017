internal import Engine

/// What all stages on one device share.
final class DeviceSession: Sendable {
  let context: Context
  /// Computes.
  let queue: CommandQueue
  /// Brings and fetches pictures meanwhile.
  let transfers: Transfers
  let allocator: DeviceAllocator
  let programs: ProgramLibrary
  let workspace: Workspace
  /// Stands for arguments that a kernel does not use.
  let nothing: DeviceBuffer
  let maximumAllocation: Int
  let tuning: Tuning
  /// What the moments of blocks may take before they are merged, in bytes.
  let momentsBytes: Int

  init(
    _ device: OpenCLDevice, budget: Int, maximumAllocation: Int?, tuning: Tuning?,
    cacheFolder: String?,
    faults: OpenCLFaults
  ) throws {
    try device.validate()
    context = try Context(device)
    queue = try CommandQueue(context)
    allocator = DeviceAllocator(
      context, queue: queue, budget: budget, refusingFrom: faults.refusesBuffersFrom)
    programs = ProgramLibrary(
      context, cache: cacheFolder.map { ProgramCache(folder: $0, device: device) },
      definitions: faults.breaksPrograms ? ["kernel": 0] : [:])
    var tuning = tuning ?? Tuning(for: device)
    // What maps may take is what is left.
    tuning.workspaceBytes = min(tuning.workspaceBytes, budget / 16)
    self.tuning = tuning
    momentsBytes = min(max(budget / 64, 256 << 10), 16 << 20)
    transfers = try Transfers(context, pieceBytes: tuning.stagingBytes)
    workspace = Workspace(allocator)
    nothing = try allocator.buffer(16, for: "nothing")
    self.maximumAllocation = min(maximumAllocation ?? .max, device.maximumAllocation)
  }

  var localMemory: Int { context.device.localMemory }
}

/// Failures that tests ask for.
package struct OpenCLFaults: Sendable {
  /// The device refuses the buffer with this number, counted from one, and all after it.
  package var refusesBuffersFrom: Int?
  /// Programs do not compile.
  package var breaksPrograms: Bool

  package init(refusesBuffersFrom: Int? = nil, breaksPrograms: Bool = false) {
    self.refusesBuffersFrom = refusesBuffersFrom
    self.breaksPrograms = breaksPrograms
  }
}
