import ArgumentParser
import CPUBackend
import Engine
import Foundation
import ModelImport
import Networks
import StyleLibrary

struct FuzzModels: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Damage checkpoints, ONNX files, safetensors and packs, and read them.")

  @Argument(help: "Folders of models to begin with (.pth, .onnx, .safetensors).")
  var folders: [String]

  @OptionGroup var trials: TrialOptions

  func run() throws {
    var mutator = Mutator(seed: trials.seed)
    let seeds = try self.seeds() + packs()
    var trials = try Trials(trials)
    while !trials.isOver {
      let seed = seeds.randomElement(using: &mutator)!
      let bytes = mutator.damaged(seed.bytes, spliced: seeds.randomElement(using: &mutator)!.bytes)
      try trials.run(bytes, as: seed.name, expected: Self.isExpected) { path in
        try seed.read(path)
        // What was taken for a network must be one.
        if let network = try seed.network?(path) { try Self.run(network) }
      }
      try seed.restore()
    }
    trials.say()
  }

  private static func isExpected(_ error: any Error) -> Bool {
    error is ModelError || error is NetworkError || error is EngineError
  }

  /// A file to damage, and the function that reads it.
  private struct Seed {
    var name: String
    var bytes: [UInt8]
    var read: (_ path: String) throws -> Void = { _ in }
    var network: ((_ path: String) throws -> ImportedNetwork)?
    /// Puts the whole file back, where it is part of a pack.
    var restore: () throws -> Void = {}
  }

  private func seeds() throws -> [Seed] {
    var seeds: [Seed] = []
    for folder in folders {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        let path = folder + "/" + name
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        switch URL(fileURLWithPath: path).pathExtension {
        case "pth", "onnx":
          seeds.append(
            Seed(name: "model", bytes: Array(bytes), network: { try Importer.read($0) }))
        case "safetensors" where bytes.count < 200_000:
          seeds.append(
            Seed(
              name: "tensors", bytes: Array(bytes),
              read: { _ = try SafetensorsFile($0).tensors() }))
        default: break
        }
      }
    }
    return seeds
  }

  /// The seeds for each file of a small pack, which is damaged while the others are whole.
  private func packs() throws -> [Seed] {
    let folder = trials.folder
    let checkpoint = folders.map { $0 + "/examples.pth" }
      .first { FileManager.default.fileExists(atPath: $0) }
    guard let checkpoint else { return [] }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var request = ImportRequest(file: checkpoint, folder: folder, name: "pack")
    request.replaces = true
    let made = try Importer.run(request) { _, _ in [] }
    try addAdapter(to: made)
    let files = [
      "style.json", "network.json", "weights.safetensors", "vectors.safetensors",
      "adapter.safetensors",
    ]
    return try files.map {
      let place = URL(fileURLWithPath: folder + "/pack/" + $0)
      let bytes = try Data(contentsOf: place)
      return Seed(
        name: "pack/" + $0, bytes: Array(bytes),
        read: { _ in
          let catalog = Catalog(folders: [folder])
          // Other weights are refused with their adapter, which is no reason not to read them.
          for pack in catalog.networks {
            _ = try PreparedNetwork(
              pack.network(), weights: pack.weights(), on: CPUBackend(threads: 1))
          }
          let style = try catalog.resolve(StyleMix("pack"))
          _ = try PreparedNetwork(
            style.network.network(), weights: style.weights(), on: CPUBackend(threads: 1))
        },
        restore: { try bytes.write(to: place) })
    }
  }

  /// Gives a pack an adapter: a pair of low rank for every other convolution, a difference for the rest.
  private func addAdapter(to pack: ImportResult) throws {
    func tensor(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, values: [Float](repeating: 0.01, count: shape.reduce(1, *)))
    }
    var tensors: [String: Tensor] = [:]
    let convolutions = try pack.network.network().stages.compactMap(\.convolution)
    for (index, convolution) in convolutions.enumerated() {
      let shape = convolution.weightShape
      if index.isMultiple(of: 2) {
        tensors[convolution.name + ".a"] = tensor([2] + shape.dropFirst())
        tensors[convolution.name + ".b"] = tensor([shape[0], 2])
      } else {
        tensors[convolution.name + ".delta"] = tensor(shape)
      }
    }
    let folder = pack.style.folder
    try SafetensorsFile.write(tensors, as: .float16, to: folder + "/adapter.safetensors")
    var facts = pack.style.facts
    (facts.format, facts.adapter) = (2, "adapter.safetensors")
    facts.trunkHash = pack.provenance.weightsSHA256
    try JSONEncoder().encode(facts).write(to: URL(fileURLWithPath: folder + "/style.json"))
  }

  private static func run(_ network: ImportedNetwork) throws {
    let backend = CPUBackend(threads: 1)
    let prepared = try PreparedNetwork(
      StagedNetwork(network.graph), weights: network.weights, on: backend)
    var planner = Planner(prepared)
    (planner.budget, planner.scratchBudget) = (256 << 20, 0)
    let size = Size(height: 21, width: 34)
    let plan = try planner.plan(for: size, input: .uint8, output: .uint8)
    let photograph = try prepared.makeInput(plan)
    let pixels = (0..<size.pixels * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try pixels.withUnsafeBytes { try photograph.write($0, rows: 0..<size.height) }
    _ = try Executor(prepared).run(photograph, style: network.style, plan: plan)
  }
}
