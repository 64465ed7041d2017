import Foundation
import Testing

/// Where the system makes no more threads, fewer do the work, or there is an error; nothing waits for ever.
@Suite struct ThreadShortageTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<3 { try folder.makePicture("in/\(index).ppm", width: 30, height: 20) }
    // Whoever has few threads is somebody else here.
    for name in ["", "in"] { chmod(folder.path(name), 0o777) }
  }

  /// Root has no limit of its own, so the program runs as a user whom nobody else is.
  private func limited(
    processes: Int, _ arguments: [String], seconds: Int = 60
  ) throws -> Program {
    let user = "\(Int.random(in: 100_000...2_000_000))"
    return try Program.limited(
      seconds: seconds,
      under: [
        "prlimit", "--nproc=\(processes)", "setpriv", "--reuid", user, "--clear-groups", "--",
      ],
      arguments)
  }

  @Test(
    .enabled(if: geteuid() == 0, "needs the rights to be somebody else"),
    arguments: [1, 2, 3, 4, 5, 6, 8, 10])
  func batches(processes: Int) throws {
    let run = try limited(
      processes: processes,
      Program.look + ["--threads", "4", "-f", "png", folder.path("in"), folder.path("out")])
    #expect(run.status != Program.hung, "hangs with \(processes)")
    #expect(run.status == 0 || run.status == 1 || run.status == 5, "\(run.status) \(run.errors)")
    // What could not be painted was told.
    if run.status != 0 { #expect(!run.errors.isEmpty) }
    // libvips' encoders need threads of their own, so that even ten may be too few for all pictures.
  }

  @Test(
    .enabled(if: geteuid() == 0, "needs the rights to be somebody else"), arguments: [1, 2, 3, 5])
  func watchers(processes: Int) throws {
    let run = try limited(
      processes: processes,
      ["watch", "--time-limit", "4s"] + Program.look
        + ["-f", "png", folder.path("in"), folder.path("out")], seconds: 60)
    // With one thread nothing can end it but a signal, or the error that there is none to watch with.
    #expect(run.status == 130 || run.status == 2, "\(run.status) \(run.errors)")
  }

  /// Stacks of threads are taken out of the address space. Where it is too small, that is an error, not a crash.
  @Test(arguments: [300, 340, 360, 380, 400, 600, 900, 1000])
  func littleAddressSpace(megabytes: Int) throws {
    let run = try Program.limited(
      seconds: 60, under: ["prlimit", "--as=\(megabytes << 20)"],
      Program.look + ["--threads", "64", "-f", "png", folder.path("in"), folder.path("out")])
    #expect(
      megabytes < 858 ? run.status == 4 : [0, 4, 5].contains(run.status),
      "\(megabytes) MB: \(run.status) \(run.errors)")
    #expect(!run.errors.isEmpty)
  }
}
