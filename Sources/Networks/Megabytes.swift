extension Int {
  /// A number of bytes in megabytes, for display, rounded up: `187 MB`, `1.1 MB`.
  package var megabytes: String {
    let tenths = (Double(self) / 1e5).rounded(.up)
    return tenths < 100 && tenths.truncatingRemainder(dividingBy: 10) != 0
      ? "\(tenths / 10) MB" : "\(Int((Double(self) / 1e6).rounded(.up))) MB"
  }
}
