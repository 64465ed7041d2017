import CPUBackend
import Engine
import Files
import ImageIO
import Networks
import Reference
import StyleTransfer
import Testing

private let megabyte = 1 << 20

/// What is asked of the planner for a picture, by the memory that is left for it.
@Suite struct PlanRequestTests {
  private let writer: ImageWriter
  private let size = Size(height: 300, width: 400)
  private let resident = 100 * megabyte
  private let planner: Planner<CPUBackend>

  init() throws {
    writer = ImageWriter(format: try ImageFormat(suffix: ".ppm"))
    var graph = Graph()
    let layer = Convolution("a", from: 3, to: 8, kernel: 3)
    var x = graph.activation(try graph.convolution(graph.input, layer), .relu)
    x = try graph.convolution(x, Convolution("b", from: 8, to: 3, kernel: 3))
    graph.output = graph.activation(x, .sigmoid)
    let network = RandomNetwork(graph, seed: 1)
    planner = Planner(
      try PreparedNetwork(
        StagedNetwork(network.graph), weights: network.weights, on: CPUBackend(threads: 1)))
  }

  private func memory(_ bytes: Int, device: DeviceMemoryBudget? = nil) -> MemoryBudget {
    MemoryBudget(total: bytes, slots: 1, device: device, resident: resident)
  }

  private func info(depth: BitDepth = .eight, hasAlpha: Bool = false) -> ImageInfo {
    ImageInfo(width: size.width, height: size.height, depth: depth, hasAlpha: hasAlpha)
  }

  private func request(
    _ memory: MemoryBudget, _ info: ImageInfo? = nil, size: Size? = nil, grain: Double = 0,
    isHeld: Bool = false, share: Double = 1
  ) -> PlanRequest {
    PlanRequest(
      info ?? self.info(), by: writer, isHeld: isHeld, size: size ?? self.size,
      grain: Grain(recommended: grain), memory: memory, share: share, scratchFolder: "/tmp")
  }

  @Test func mapsGetWhatThePictureLeaves() {
    let memory = memory(500 * megabyte)
    let request = request(memory)
    #expect(request.kept == 0 && request.hostBudget == nil)
    #expect(
      request.coderBytes == max(info().memory.bytes, writer.memory(for: info()).bytes))
    let keeping = MemoryBudget.Keeping(photograph: false, workBytes: 0)
    #expect(
      request.budget == memory.forMaps(of: info(), keeping, coderBytes: request.coderBytes))
    // All of the process, when maps take all that is left for them.
    #expect(request.process(request.budget) == 500 * megabyte)
    #expect(request.process(0) == 500 * megabyte - request.budget)
    #expect(request.deviceBytes(of: 1) == nil)
  }

  /// What is kept aside of a picture is in the way of its maps.
  @Test func whatIsKeptAsideIsNotForMaps() {
    let memory = memory(500 * megabyte)
    let plane = size.pixels
    let plain = request(memory).budget
    let alpha = request(memory, info(hasAlpha: true))
    #expect(alpha.kept == plane && alpha.budget == plain - plane)
    let half = Size(height: 150, width: 200)
    let resized = request(memory, size: half)
    #expect(resized.kept > 3 * plane && resized.budget == plain - resized.kept)
    #expect(resized.size == half)
    let grained = request(memory, grain: 3)
    #expect(grained.kept > 3 * plane && grained.budget == plain - grained.kept)
    let both = request(memory, size: half, grain: 3)
    #expect(both.kept > resized.kept)
    // Twice as many bytes a value.
    let deep = info(depth: .sixteen, hasAlpha: true)
    #expect(request(memory, deep).kept == 2 * plane)
    #expect(request(memory, deep, grain: 3).kept > 8 * plane)
    // Of a picture that is held, its holder keeps what grain needs.
    #expect(request(memory, grain: 3, isHeld: true).kept == 0)
    #expect(request(memory, size: half, isHeld: true).kept == resized.kept)
  }

  @Test func aDeviceOfItsOwnHasABudgetOfItsOwn() {
    let device = DeviceMemoryBudget(total: 64 * megabyte) { 48 * megabyte }
    let request = request(memory(500 * megabyte, device: device))
    let host = self.request(memory(500 * megabyte)).budget
    #expect(request.budget == 48 * megabyte && request.hostBudget == host)
    let bounded = request.bounded(planner)
    #expect(bounded.budget == 48 * megabyte && bounded.hostBudget == host)
    // Maps in the host's memory and the device's are counted apart.
    #expect(request.process(7) == 500 * megabyte - host + 7)
    #expect(request.deviceBytes(of: 5) == 16 * megabyte + 5)
  }

  /// A device that had less than it said is asked for a part of it.
  @Test func aShareIsOfTheDevicesMemory() {
    let device = DeviceMemoryBudget(total: 64 * megabyte) { 48 * megabyte }
    let half = request(memory(500 * megabyte, device: device), share: 0.5)
    #expect(half.budget == 24 * megabyte)
    #expect(half.hostBudget == request(memory(500 * megabyte)).budget)
    // The program's own memory is not shared so.
    #expect(
      request(memory(500 * megabyte), share: 0.5).budget == request(memory(500 * megabyte)).budget)
  }

  @Test func plansStayInTheBudget() throws {
    let whole = try self.request(memory(500 * megabyte)).plan(planner)
    #expect(whole.isWhole)
    let request = request(memory(500 * megabyte))
    let bounded = request.bounded(planner)
    #expect(bounded.budget == request.budget && bounded.hostBudget == nil)
    #expect(try request.plan(bounded).isWhole)
    let tight = self.request(memory(budgetOf(whole.peakBytes / 2)))
    let plan = try tight.plan(tight.bounded(planner))
    #expect(!plan.isWhole && plan.peakBytes <= whole.peakBytes / 2)
  }

  /// What the whole program has to be given so that maps get so much.
  private func budgetOf(_ bytes: Int) -> Int {
    memory(resident).total(
      forMaps: bytes, of: info(), MemoryBudget.Keeping(photograph: false, workBytes: 0),
      coderBytes: request(memory(resident)).coderBytes) - 8 * megabyte
  }

  /// The engine speaks of maps; people are told of all that they give to the program.
  @Test func tooLittleIsToldInTheProgramsMemory() throws {
    let given = budgetOf(2000)
    let request = request(memory(given))
    #expect(request.budget == 2000)
    let (least, told) = try tooLittle { try request.plan(request.bounded(planner)) }
    #expect(told == given)
    #expect(least > given)
    // What would do does.
    let enough = self.request(memory(least))
    #expect(throws: Never.self) { try enough.plan(enough.bounded(planner)) }
    // And by no more than the program's memory differs from run to run.
    let scarce = self.request(memory(least - 8 * megabyte - 1))
    _ = try tooLittle { try scarce.plan(scarce.bounded(planner)) }
  }

  @Test func tooLittleOfADeviceIsToldInItsMemory() throws {
    let device = DeviceMemoryBudget(total: 10 * megabyte) { 2000 }
    let request = request(memory(500 * megabyte, device: device))
    let (least, told) = try tooLittle { try request.plan(request.bounded(planner)) }
    #expect(told == 10 * megabyte)
    #expect(least > 10 * megabyte && least < 20 * megabyte)
    let enough = DeviceMemoryBudget(total: least) { least - 10 * megabyte + 2000 }
    let next = self.request(memory(500 * megabyte, device: enough))
    #expect(throws: Never.self) { try next.plan(next.bounded(planner)) }
  }

  /// A device that refused is asked for less; what it would have to have is the same.
  @Test func tooLittleOfAShareIsToldWithoutWhatIsWithheld() throws {
    let device = DeviceMemoryBudget(total: 10 * megabyte) { 2000 }
    let whole = request(memory(500 * megabyte, device: device))
    let half = request(memory(500 * megabyte, device: device), share: 0.5)
    let expected = try tooLittle { try whole.plan(whole.bounded(planner)) }
    let (least, told) = try tooLittle { try half.plan(half.bounded(planner)) }
    #expect(told == 10 * megabyte - 1000)
    #expect(least == expected.least)
  }

  /// People give memory to the program, not to one of its devices.
  @Test(arguments: 2...4) func tooLittleOfAPartIsToldOfTheWhole(parts: Int) throws {
    func request(_ bytes: Int) -> PlanRequest {
      self.request(MemoryBudget(total: bytes, slots: 1, parts: parts, resident: resident))
    }
    let given = resident + 24 * megabyte * parts
    let scarce = request(given)
    let (least, told) = try tooLittle { try scarce.plan(scarce.bounded(planner)) }
    #expect(told == given)
    let enough = request(least)
    #expect(throws: Never.self) { try enough.plan(enough.bounded(planner)) }
    let less = request(least - (8 * megabyte + 1) * parts)
    _ = try tooLittle { try less.plan(less.bounded(planner)) }
  }

  private func tooLittle(_ body: () throws -> Plan) throws -> (least: Int, given: Int) {
    do {
      _ = try body()
    } catch EngineError.budgetTooSmall(let least, let given) {
      return (least, given)
    }
    throw Unexpected()
  }

  private struct Unexpected: Error, CustomStringConvertible {
    var description: String { "there is a plan where there should be none" }
  }
}
