#if canImport(Glibc)
  internal import Glibc
#endif

/// A seed for a random test: another one for each run, or the one that the environment names in
/// `STYLIZE_SEED`. It is printed, so that a run that failed can be repeated.
///
/// - Parameter test: what is printed beside it.
package func testSeed(_ test: String = #function) -> UInt64 {
  let wanted = getenv("STYLIZE_SEED").flatMap { UInt64(String(cString: $0)) }
  let seed = wanted ?? UInt64.random(in: 0 ... .max)
  print("\(test): STYLIZE_SEED=\(seed)")
  return seed
}
