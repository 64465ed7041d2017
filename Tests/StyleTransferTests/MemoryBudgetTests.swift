import Fakes
import Foundation
import ImageIO
import Reference
import StyleTransfer
import Testing

private let megabyte = 1 << 20

/// How a program's memory is shared out, for a program that has 100 MB in memory already.
@Suite struct MemoryBudgetTests {
  private let nothing = MemoryBudget.Keeping(photograph: false, workBytes: 0)
  private let photograph = MemoryBudget.Keeping(photograph: true, workBytes: 0)

  private func budget(_ megabytes: Int, slots: Int = 1, parts: Int = 1) -> MemoryBudget {
    MemoryBudget(
      total: megabytes * megabyte, slots: slots, parts: parts, resident: 100 * megabyte)
  }

  private func info(
    _ width: Int, _ height: Int, depth: BitDepth = .eight, hasAlpha: Bool = false
  ) -> ImageInfo {
    ImageInfo(width: width, height: height, depth: depth, hasAlpha: hasAlpha)
  }

  /// Of 1,000 MB, what is resident, what threads and the allocator keep (24 MB) and the decoder's.
  @Test func mapsGetWhatIsLeft() {
    let small = info(100, 50)
    #expect(
      budget(1000).forMaps(of: small, nothing, coderBytes: 10 * megabyte) == 866 * megabyte)
    #expect(budget(1000).mapLimit == 876 * megabyte)
    #expect(
      budget(1000).forMaps(of: small, photograph, coderBytes: 0) == 876 * megabyte - 15_000)
    // It may be less than nothing, by which it is known what is missing.
    #expect(budget(110).forMaps(of: small, nothing, coderBytes: 0) == -14 * megabyte)
    #expect(budget(110).mapLimit == 0)
  }

  @Test func slotsKeepAThirtySecondAtMost() {
    #expect(budget(1060, slots: 1).slotBytes == 30 * megabyte)
    #expect(budget(1060, slots: 1).allSlotsBytes == 0)
    let four = budget(1060, slots: 4)
    #expect(four.slotBytes == 30 * megabyte / 4 && four.allSlotsBytes == 30 * megabyte)
    #expect(four.mapLimit == budget(1060).mapLimit - 30 * megabyte)
    #expect(
      four.forMaps(of: info(9, 9), nothing, coderBytes: 0)
        == budget(1060).forMaps(of: info(9, 9), nothing, coderBytes: 0) - 30 * megabyte)
    // With plenty of memory each has 64 MB.
    #expect(budget(100_000, slots: 4).allSlotsBytes == 256 * megabyte)
    #expect(budget(50, slots: 4).slotBytes == 0)
    #expect(budget(1060, slots: 0).slotBytes == 30 * megabyte)
  }

  /// What several devices get beside what the program has is no more than there is, and equal.
  @Test func devicesShareWhatIsNotResident() {
    #expect(budget(1000, parts: 2).total == 550 * megabyte)
    #expect(budget(1000, parts: 3).total == 400 * megabyte)
    for parts in 1...7 {
      let own = budget(1000, parts: parts).total - 100 * megabyte
      #expect(parts * own >= 900 * megabyte)
      #expect(parts * own < 900 * megabyte + parts * parts)
      // Where there is less than the program has, nobody gets less than nothing.
      #expect(budget(60, parts: parts).total == 60 * megabyte)
    }
  }

  @Test func picturesGetAQuarterAtMost() {
    #expect(budget(1000).forPictures(atMost: 10 * megabyte) == 10 * megabyte)
    #expect(budget(1000).forPictures(atMost: .max) == 219 * megabyte)
    #expect(budget(110).forPictures(atMost: .max) == 0)
  }

  /// Up to 256 MB of what is kept aside stay in memory, a sixteenth of what there is, but at least 1 MB.
  @Test func keepsLittleInMemoryAndTheRestInScratch() {
    #expect(budget(1060).keptBytes == 60 * megabyte)
    #expect(budget(101).keptBytes == megabyte)
    #expect(budget(50).keptBytes == megabyte)
    #expect(budget(100_000).keptBytes == 256 * megabyte)

    let budget = budget(260)
    #expect(budget.keptBytes == 10 * megabyte)
    let plain = info(1000, 1000)
    #expect(budget.kept(plain, nothing) == 0)
    #expect(budget.kept(plain, photograph) == 3_000_000)
    #expect(budget.kept(info(1000, 1000, hasAlpha: true), nothing) == 1_000_000)
    #expect(budget.kept(info(1000, 1000, hasAlpha: true), photograph) == 4_000_000)
    #expect(
      budget.kept(info(1000, 1000, depth: .sixteen, hasAlpha: true), photograph) == 8_000_000)
    #expect(budget.keptInScratch(info(1000, 1000, hasAlpha: true), photograph) == 0)
    let large = info(4000, 1000, hasAlpha: true)
    #expect(budget.kept(large, photograph) == 4_000_000 + 10 * megabyte)
    #expect(budget.keptInScratch(large, photograph) == 12_000_000)
    let vast = info(4000, 4000, depth: .sixteen, hasAlpha: true)
    #expect(budget.kept(vast, photograph) == 20 * megabyte)
    #expect(budget.keptInScratch(vast, photograph) == 128_000_000)
    #expect(budget.keptInScratch(vast, nothing) == 32_000_000)
    let work = MemoryBudget.Keeping(photograph: false, workBytes: 77)
    #expect(budget.kept(plain, work) == 77 && budget.keptInScratch(plain, work) == 0)
  }

  /// What a person is told that would do does, and less does not.
  @Test func theTotalIsTheInverseOfWhatIsLeftForMaps() {
    let seed = testSeed()
    var random = SeededGenerator(seed: seed)
    // By which the program's own memory may differ from run to run.
    let difference = 8 * megabyte
    for _ in 0..<500 {
      let slots = Int.random(in: 1...32, using: &random)
      let resident = Int.random(in: 10...300, using: &random) * megabyte
      func budget(_ total: Int) -> MemoryBudget {
        MemoryBudget(total: total, slots: slots, resident: resident)
      }
      let given = budget(Int.random(in: 1...600, using: &random) * megabyte)
      let info = info(
        Int.random(in: 1...9000, using: &random), Int.random(in: 1...9000, using: &random),
        depth: Bool.random(using: &random) ? .eight : .sixteen,
        hasAlpha: Bool.random(using: &random))
      let keeping = MemoryBudget.Keeping(
        photograph: Bool.random(using: &random),
        workBytes: Int.random(in: 0...50_000_000, using: &random))
      let coder = Int.random(in: 0...100_000_000, using: &random)
      func left(_ total: Int) -> Int {
        budget(total).forMaps(of: info, keeping, coderBytes: coder)
      }
      let wanted = max(left(given.total), 0) + Int.random(in: 1...2_000_000_000, using: &random)
      let total = given.total(forMaps: wanted, of: info, keeping, coderBytes: coder)
      #expect(left(total) >= wanted, "seed \(seed)")
      #expect(left(total - difference) >= wanted, "seed \(seed)")
      #expect(left(total - difference - 1) < wanted, "seed \(seed)")
    }
  }
}

/// What watches the memory of this very process, one test after the other.
@Suite(.serialized) struct MeasuredMemoryBudgetTests {
  @Test func whatTheProgramHasCounts() {
    let nothing = MemoryBudget.Keeping(photograph: false, workBytes: 0)
    let info = ImageInfo(width: 10, height: 10, depth: .eight, hasAlpha: false)
    func left() -> Int {
      MemoryBudget(total: 1 << 40, slots: 1).forMaps(of: info, nothing, coderBytes: 0)
    }
    _ = left()
    let before = left()
    let size = 96 << 20
    let ballast = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
    memset(ballast.baseAddress!, 1, size)
    let after = left()
    #expect(ballast[size - 1] == 1)
    ballast.deallocate()
    // Other tests may run beside this one.
    #expect(before - after > size / 2)
  }
}
