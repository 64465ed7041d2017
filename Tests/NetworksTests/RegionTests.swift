import Networks
import Testing

@Suite struct RegionTests {
  /// The input region must hold every coordinate that is read, and be the smallest that does.
  @Test(arguments: [(1, 1), (3, 1), (3, 2), (5, 1), (9, 1), (5, 3)], [1, 2, 3, 7, 20])
  func inputRegionIsWhatIsRead(shape: (kernel: Int, stride: Int), length: Int) {
    for padding in [Padding.reflection, .zero] {
      let convolution = Convolution(
        "c", from: 1, to: 1, kernel: shape.kernel, stride: shape.stride, padding: padding)
      let size = Size(height: length, width: length)
      let output = convolution.outputSize(for: size).height
      for first in 0..<output {
        for end in first + 1...output {
          let region = convolution.inputRegion(
            for: Region(rows: first..<end, columns: 0..<output), of: size)
          var read: [Int] = []
          for position in first..<end {
            for offset in 0..<shape.kernel {
              let coordinate = position * shape.stride + offset - convolution.paddingAmount
              if padding == .reflection {
                read.append(reflected(coordinate, in: length))
              } else if (0..<length).contains(coordinate) {
                read.append(coordinate)
              }
            }
          }
          #expect(region.rows.lowerBound <= read.min()!)
          #expect(region.rows.upperBound > read.max()!)
          if length > shape.kernel {
            #expect(region.rows == read.min()!..<read.max()! + 1)
          }
        }
      }
    }
  }

  @Test func reflectionFoldsAsOftenAsItTakes() {
    #expect((-4...7).map { reflected($0, in: 4) } == [2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1])
    #expect((-3...3).map { reflected($0, in: 1) } == [0, 0, 0, 0, 0, 0, 0])
    #expect((-3...3).map { reflected($0, in: 2) } == [1, 0, 1, 0, 1, 0, 1])
  }
}
