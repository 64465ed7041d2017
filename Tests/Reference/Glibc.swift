#if canImport(Glibc)
  internal import Glibc
#endif

func exponential(_ value: Double) -> Double { exp(value) }

func logarithm10(_ value: Double) -> Double { log10(value) }
