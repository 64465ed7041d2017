#if canImport(Glibc)
  internal import Glibc
#endif

func exponential(_ value: Double) -> Double { exp(value) }
