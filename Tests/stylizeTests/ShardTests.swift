import Foundation
import Testing

/// One batch on several machines.
@Suite struct ShardTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<40 {
      try folder.makePicture("in/\(index % 3)/\(index).ppm", width: 9 + index % 5, height: 11)
    }
  }

  private func arguments(_ options: String..., output: String) -> [String] {
    ["--style", "starry", "--styles-dir", Program.styles, "-r", "-f", "png"] + options
      + [folder.path("in"), folder.path(output)]
  }

  @Test func shardsAtOnceAreTheWhole() throws {
    let template = ["--output-template", "{dir}/{name}-{index}.{ext}"]
    #expect(try Program.run(template + arguments(output: "whole")).status == 0)
    let shards = try (1...4).map {
      try RunningProgram(template + arguments("--shard", "\($0)/4", output: "shared"), in: folder)
    }
    for shard in shards {
      shard.process.waitUntilExit()
      #expect(shard.process.terminationStatus == 0)
      #expect((4...16).contains(shard.lines.count))
    }
    let lines = shards.flatMap(\.lines)
    #expect(lines.count == 40 && Set(lines).count == 40)
    #expect(try folder.contents("shared") == folder.contents("whole"))
    // One journal that all have written to, and no line of it is torn.
    let journal = try folder.data("shared/.stylize.jsonl").split(separator: UInt8(ascii: "\n"))
    #expect(journal.count == 80)
    for line in journal {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
    }
    #expect(try Program.run(template + arguments(output: "shared")).lines.isEmpty)
  }

  @Test func isToldByTheCluster() throws {
    func count(_ environment: [String: String]) throws -> Int {
      let program = try RunningProgram(
        arguments("-n", "--shard", "auto", output: "out"), in: folder, environment: environment)
      program.process.waitUntilExit()
      #expect(program.process.terminationStatus == 0, "\(program.errors)")
      return program.lines.count
    }
    let parts = try (0..<3).map {
      try count([
        "SLURM_ARRAY_TASK_ID": "\(10 + 2 * $0)", "SLURM_ARRAY_TASK_MIN": "10",
        "SLURM_ARRAY_TASK_MAX": "14", "SLURM_ARRAY_TASK_STEP": "2", "SLURM_ARRAY_TASK_COUNT": "3",
      ])
    }
    #expect(parts.reduce(0, +) == 40)
    #expect(
      try (0..<3).map {
        try count(["AWS_BATCH_JOB_ARRAY_INDEX": "\($0)", "AWS_BATCH_JOB_ARRAY_SIZE": "3"])
      } == parts)
    #expect(
      try (0..<3).map { try count(["JOB_COMPLETION_INDEX": "\($0)", "JOB_COMPLETIONS": "3"]) }
        == parts)
  }

  @Test func saysWhyItCannotTell() throws {
    func refusal(_ environment: [String: String]) throws -> String {
      let program = try RunningProgram(
        arguments("--shard", "auto", output: "out"), in: folder, environment: environment)
      program.process.waitUntilExit()
      #expect(program.process.terminationStatus == 2)
      return program.errors
    }
    #expect(try refusal([:]).contains("found no array job: none of SLURM_ARRAY_TASK_ID, "))
    #expect(
      try refusal(["JOB_COMPLETION_INDEX": "1"])
        .contains("JOB_COMPLETIONS is not set, expected a number from 1"))
    #expect(
      try refusal(["AWS_BATCH_JOB_ARRAY_INDEX": "4", "AWS_BATCH_JOB_ARRAY_SIZE": "4"])
        .contains("is '4', expected 0 to 3"))
    #expect(
      try refusal([
        "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "9",
        "SLURM_ARRAY_TASK_COUNT": "3",
      ]).contains("3 from 1 to 9 in steps of 1, expected no gaps"))
    for bad in ["0/4", "5/4", "1", "a/b", "1/0"] {
      #expect(try Program.run(arguments("--shard", bad, output: "out")).status == 2)
    }
  }

  @Test func anEmptyShardIsDone() throws {
    let statuses = try (1...3).map {
      try Program.paint(
        "--shard", "\($0)/3", folder.path("in/0/0.ppm"), folder.path("out") + "/"
      ).status
    }
    #expect(statuses == [0, 0, 0])
    #expect(folder.names("out") == ["0.ppm"])
    try FileManager.default.createDirectory(
      atPath: folder.path("bare"), withIntermediateDirectories: true)
    #expect(
      try Program.paint("--shard", "1/3", folder.path("bare"), folder.path("out")).status == 3)
  }
}
