internal import Engine

/// The state that all stages on one device share.
final class DeviceSession: Sendable {
  let context: Context
  /// The queue of computing commands.
  let queue: CommandQueue
  /// The transfers of pictures to and from the device, which go on meanwhile.
  let transfers: Transfers
  let allocator: DeviceAllocator
  let programs: ProgramLibrary
  let workspace: Workspace
  /// A dummy for arguments that a kernel does not use.
  let nothing: DeviceBuffer
  let watch: ResultWatch
  let maximumAllocation: Int
  let tuning: Tuning
  /// The most that the moments of blocks may take before they are merged, in bytes.
  let momentsBytes: Int

  init(
    _ device: OpenCLDevice, budget: Int, maximumAllocation: Int?, tuning: Tuning?,
    cacheFolder: String?,
    faults: OpenCLFaults
  ) throws {
    try device.validate()
    context = try Context(device)
    let loss = faults.losesDeviceAfter.map { InjectedLoss(after: $0) }
    queue = try CommandQueue(context, loss: loss)
    allocator = DeviceAllocator(
      context, queue: queue, budget: budget, refusingFrom: faults.refusesBuffersFrom)
    programs = ProgramLibrary(
      context, cache: cacheFolder.map { ProgramCache(folder: $0, device: device) },
      definitions: faults.breaksPrograms ? ["kernel": 0] : [:])
    var tuning = tuning ?? Tuning.kept(for: device, in: cacheFolder) ?? Tuning(for: device)
    // What maps may take is what is left.
    tuning.workspaceBytes = min(tuning.workspaceBytes, budget / 16)
    self.tuning = tuning
    momentsBytes = min(max(budget / 64, 256 << 10), 16 << 20)
    transfers = try Transfers(context, pieceBytes: tuning.stagingBytes, loss: loss)
    workspace = Workspace(allocator)
    nothing = try allocator.buffer(16, for: "nothing")
    watch = try ResultWatch(allocator)
    self.maximumAllocation = min(maximumAllocation ?? .max, device.maximumAllocation)
  }

  deinit {
    // Nothing may be on its way to memory that goes.
    try? queue.finish()
  }

  var localMemory: Int { context.device.localMemory }
}
