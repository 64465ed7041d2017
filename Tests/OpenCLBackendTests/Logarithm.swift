#if canImport(Glibc)
  internal import Glibc
#endif

func logarithm10(_ value: Double) -> Double { log10(value) }
