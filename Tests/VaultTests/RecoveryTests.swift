import Crypto
import FoundationEssentials
import Testing

@testable import Vault

@Suite struct RecoveryTests {
    private let randomness = Randomness.seeded(8)
    private let sheets: RecoverySheets

    init() throws { sheets = try RecoverySheets(from: randomness) }

    private func opened(_ first: String, _ second: String, _ wraps: [[UInt8]]? = nil) -> [UInt8]? {
        let key = try? RecoverySheets.open(first, second, wraps: wraps ?? sheets.wraps)
        return key.map { Array($0.publicKey.rawRepresentation) }
    }

    @Test func `One sheet, with itself or with nothing, opens nothing`() {
        for sheet in sheets.sheets {
            for second in [sheet, sheet.lowercased(), "", "0", String(repeating: "0", count: 52)] {
                #expect(opened(sheet, second) == nil)
                #expect(opened(second, sheet) == nil)
            }
        }
    }

    @Test func `A sheet of another set beside a right one opens nothing`() throws {
        let others = try RecoverySheets(from: randomness)
        for sheet in sheets.sheets {
            for other in others.sheets {
                #expect(opened(sheet, other) == nil)
                #expect(opened(sheet, other, others.wraps) == nil)
            }
        }
    }

    @Test func `Wraps altered at any byte open nothing`() {
        for place in sheets.wraps[0].indices {
            let altered = sheets.wraps.map { $0.turned(at: place) }
            #expect(opened(sheets.sheets[0], sheets.sheets[1], altered) == nil)
        }
        #expect(opened(sheets.sheets[0], sheets.sheets[1], []) == nil)
    }

    @Test func `A sheet with one character wrong opens nothing`() {
        let sheet = sheets.sheets[0]
        for place in sheet.indices where sheet[place] != "-" {
            var wrong = sheet
            wrong.replaceSubrange(place...place, with: sheet[place] == "7" ? "8" : "7")
            #expect(opened(wrong, sheets.sheets[1]) == nil)
        }
    }

    @Test func `Each pair opens the key, in either order and as people type`() {
        for (first, second) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
            #expect(opened(sheets.sheets[first], sheets.sheets[second]) == sheets.openingKey)
            #expect(
                opened(
                    sheets.sheets[first].lowercased(), sheets.sheets[second].replacing("-", with: " "))
                    == sheets.openingKey)
        }
    }

    @Test func `The sheets are three different ones of 52 characters`() {
        #expect(Set(sheets.sheets).count == 3)
        for sheet in sheets.sheets { #expect(sheet.replacing("-", with: "").count == 52) }
        #expect(Set(sheets.wraps).count == 3)
    }

    @Test func `What the recovery key holds is the guardians' seed`() throws {
        var charity = try Charity()
        try charity.certify(.recovery(openingKey: sheets.openingKey), at: 2)
        let guardians = try #require(charity.teamKeys[Charity.guardians])
        let sealed = try guardians.sealed(to: .recovery, certified: charity.certified)
        let key = try RecoverySheets.open(sheets.sheets[2], sheets.sheets[0], wraps: sheets.wraps)
        let opened = try TeamKey(
            Charity.guardians, sealed: sealed, to: .recovery, with: key, certified: charity.certified)
        #expect(opened.publicKey == guardians.publicKey)
    }
}
