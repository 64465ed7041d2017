import Foundation
import Testing

/// Numbers out of bounds are refused before anything is done, with the bounds.
@Suite struct BoundsTests {
  @Test(arguments: [
    ("--threads", "100000", "expected 1 to 1024"), ("--threads", "0", "expected 1 to 1024"),
    ("--threads", "-1", "expected 1 to 1024"), ("--jobs", "65", "expected 1 to 64"),
    ("--retries", "1001", "expected 0 to 1000"), ("--nice", "20", "expected 0 to 19"),
    ("--quality", "101", "expected 1 to 100"), ("--quality", "high", "expected 1 to 100"),
    ("--bit-depth", "12", "expected 8 or 16"), ("--tile", "-1", "expected 0 to 65536"),
    ("--tile", "99999999999999999999", "expected 0 to 65536"),
    ("--strength", "-1", "expected 0 to 1.5"), ("--strength", "nan", "expected 0 to 1.5"),
    ("--detail", "2", "expected 0 to 1"),
    ("--stroke-size", "100", "expected auto or a factor from 1 to 64"),
    ("--stroke-size", "0", "a factor from 1 to 64"),
    ("--memory", "0", "expected a size from 1 (byte)"),
    ("--memory", "lots", "such as 800M or 4G"), ("--vram", "-1G", "expected a size from 1 (byte)"),
    ("--memory", "99999999T", "to 1048576T"), ("--shard", "9/8", "with K from 1 to N"),
    ("--shard", "0/8", "with K from 1 to N"), ("--shard", "1/99999999", "N up to 1000000"),
    ("--time-limit", "0", "expected a time from 0.01s to 3650d"),
    ("--time-limit", "1e30", "to 3650d"), ("--max-pixels", "0", "expected 1 to 100000000000000"),
    ("--decode-timeout", "-1", "expected 0 to 86400"),
  ])
  func paint(option: String, value: String, bounds: String) throws {
    let run = try Program.limited(seconds: 20, Program.look + [option, value, "a.jpg", "b.jpg"])
    #expect(run.status == 2, "\(option) \(value)")
    #expect(run.errors.contains(bounds), "\(run.errors)")
    #expect(run.errors.contains("'\(option)"), "\(run.errors)")
  }

  @Test(arguments: [
    (["watch", "--poll", "0"] + Program.look, "expected a time from 0.01s"),
    (["sheet", "--size", "9"], "expected 32 to 4096"),
    (["sheet", "--strengths", "0.5,2"], "expected 0 to 1.5"),
    (["sheet", "--strengths", ","], "from 0 to 1.5"),
    (["gallery", "--size", "5000"], "expected 32 to 4096"),
    (["export", "--strength", "-0.1"], "expected 0 to 1.5"),
  ])
  func others(arguments: [String], bounds: String) throws {
    let run = try Program.limited(seconds: 20, arguments + ["a", "b"])
    #expect(run.status == 2)
    #expect(run.errors.contains(bounds), "\(run.errors)")
  }

  @Test func tuning() throws {
    let run = try Program.limited(seconds: 20, ["tune", "--seconds", "-5"])
    #expect(run.status == 2 && run.errors.contains("to 86400 seconds"), "\(run.errors)")
  }
}
