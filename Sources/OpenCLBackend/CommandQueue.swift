internal import COpenCL

/// An in-order queue of commands.
final class CommandQueue: @unchecked Sendable {
  // Queues are safe to use from any thread.
  let handle: cl_command_queue
  private let context: Context
  private let loss: InjectedLoss?

  init(_ context: Context, loss: InjectedLoss? = nil) throws {
    self.context = context
    self.loss = loss
    var code: cl_int = 0
    let queue = clCreateCommandQueue(context.handle, context.device.handle, 0, &code)
    try check(code, "clCreateCommandQueue")
    handle = queue!
  }

  deinit { clReleaseCommandQueue(handle) }

  /// Starts all commands that have been enqueued.
  func flush() throws { try check(clFlush(handle), "clFlush") }

  /// Waits for all commands that have been enqueued.
  func finish() throws {
    try check(clFinish(handle), "clFinish")
    try loss?.check("clFinish")
  }

  /// Counts a command before it is enqueued; throws when a test wants the device to be lost with
  /// it.
  func admit(_ call: String) throws { try loss?.count(call) }

  /// An event that occurs when all commands enqueued so far are done; nil when the device fails.
  func marker() -> Event? {
    var event: cl_event?
    guard clEnqueueMarkerWithWaitList(handle, 0, nil, &event) == CL_SUCCESS else { return nil }
    clFlush(handle)
    return event.map { Event($0) }
  }

  /// Makes commands that are enqueued from now on wait for an event of another queue.
  func wait(for event: Event) throws {
    var event: cl_event? = event.handle
    try check(clEnqueueBarrierWithWaitList(handle, 1, &event, nil), "clEnqueueBarrier")
  }

  func fill(_ buffer: cl_mem, bytes: Int) throws {
    try admit("clEnqueueFillBuffer")
    var zero: UInt8 = 0
    try check(
      clEnqueueFillBuffer(handle, buffer, &zero, 1, 0, bytes, 0, nil, nil),
      "clEnqueueFillBuffer", bytes: bytes)
  }

  func copy(
    _ byteCount: Int, from source: DeviceBuffer, at offset: Int, to target: DeviceBuffer,
    at place: Int
  ) throws {
    try admit("clEnqueueCopyBuffer")
    try check(
      clEnqueueCopyBuffer(
        handle, source.handle, target.handle, offset, place, byteCount, 0, nil, nil),
      "clEnqueueCopyBuffer", bytes: byteCount)
  }

  func write(
    _ bytes: UnsafeRawBufferPointer, to buffer: DeviceBuffer, at offset: Int, blocking: Bool
  ) throws {
    guard !bytes.isEmpty else { return }
    try admit("clEnqueueWriteBuffer")
    try check(
      clEnqueueWriteBuffer(
        handle, buffer.handle, cl_bool(blocking ? CL_TRUE : CL_FALSE), offset, bytes.count,
        bytes.baseAddress!, 0, nil, nil), "clEnqueueWriteBuffer", bytes: bytes.count)
  }

  func read(
    _ buffer: DeviceBuffer, at offset: Int, into bytes: UnsafeMutableRawBufferPointer,
    blocking: Bool
  ) throws {
    guard !bytes.isEmpty else { return }
    try admit("clEnqueueReadBuffer")
    try check(
      clEnqueueReadBuffer(
        handle, buffer.handle, cl_bool(blocking ? CL_TRUE : CL_FALSE), offset, bytes.count,
        bytes.baseAddress!, 0, nil, nil), "clEnqueueReadBuffer", bytes: bytes.count)
  }
}

final class Event: @unchecked Sendable {
  let handle: cl_event
  init(_ handle: cl_event) { self.handle = handle }
  deinit { clReleaseEvent(handle) }

  func wait() throws {
    var event: cl_event? = handle
    try check(clWaitForEvents(1, &event), "clWaitForEvents")
  }
}
