import Crypto
import FoundationEssentials
import Testing

@testable import Vault

@Suite struct RecoveryTests {
    private let randomness = Randomness.seeded(8)
    private let charity: Charity
    private let sheets: RecoverySheets

    init() throws {
        charity = try Charity()
        sheets = try RecoverySheets(of: charity.certified.charity.key, from: randomness)
    }

    private func opened(
        _ first: RecoverySheet, _ second: RecoverySheet, _ wraps: [[UInt8]]? = nil
    ) -> [UInt8]? {
        try? RecoverySheets.open(
            first, second, wraps: wraps ?? sheets.wraps, of: charity.certified.charity
        ).publicKey
    }

    private func fault(_ typed: String) -> RecoverySheet.Fault? {
        do throws(RecoverySheet.Fault) {
            _ = try RecoverySheet(typed: typed)
            return nil
        } catch { return error }
    }

    @Test func `One sheet with itself opens nothing, whatever stands in the database`() {
        for sheet in sheets.sheets {
            #expect(opened(sheet, sheet) == nil)
            for wrap in sheets.wraps { #expect(opened(sheet, sheet, [wrap, wrap, wrap]) == nil) }
        }
    }

    @Test func `No single sheet opens anything, beside any other text and with the wraps in any place`()
        throws
    {
        let own = sheets.wraps + [sheets.openingKey, charity.certified.charity.bytes]
        for sheet in sheets.sheets {
            for trial in 0..<200 {
                var guess = RecoverySheet(trial % 3 + 1, from: randomness)
                if guess.number == sheet.number { guess = RecoverySheet(trial % 2 + 1, from: randomness) }
                for wraps in [sheets.wraps, sheets.wraps.reversed(), own] {
                    #expect(opened(sheet, guess, wraps) == nil)
                }
            }
        }
    }

    @Test func `A sheet of another set beside a right one opens nothing`() throws {
        let others = try RecoverySheets(of: charity.certified.charity.key, from: randomness)
        for sheet in sheets.sheets {
            for other in others.sheets {
                #expect(opened(sheet, other) == nil)
                #expect(opened(sheet, other, others.wraps) == nil)
            }
        }
    }

    @Test func `Sheets of a charity whose key this computer does not know open nothing`() throws {
        let other = try CharityKey(seed: randomness.bytes(32)).publicKey.known
        #expect(throws: VaultError.refused) {
            try RecoverySheets.open(sheets.sheets[0], sheets.sheets[1], wraps: sheets.wraps, of: other)
        }
        #expect(opened(sheets.sheets[0], sheets.sheets[1]) != nil)
    }

    @Test func `Wraps altered at any byte open nothing`() {
        for place in sheets.wraps[0].indices {
            let altered = sheets.wraps.map { $0.turned(at: place) }
            #expect(opened(sheets.sheets[0], sheets.sheets[1], altered) == nil)
        }
        #expect(opened(sheets.sheets[0], sheets.sheets[1], []) == nil)
    }

    @Test func `A slip of one character is found in its row, wherever it is`() {
        for sheet in sheets.sheets {
            let text = sheet.text
            var row = 1
            for place in text.indices where text[place] != "-" {
                if text[place] == "\n" {
                    row += 1
                    continue
                }
                var wrong = text
                wrong.replaceSubrange(place...place, with: text[place] == "7" ? "8" : "7")
                #expect(fault(wrong) == .slips([row]))
            }
        }
    }

    @Test func `What is wrong with a sheet is named`() {
        let rows = sheets.sheets[1].rows
        #expect(fault("") == .missing)
        #expect(fault(" -\n-") == .missing)
        #expect(fault(rows.joined(separator: "\n") + "!") == .character("!"))
        #expect(fault(rows[0].replacing("-", with: "U-")) == .character("U"))
        #expect(fault(rows.dropLast().joined()) == .count(48))
        #expect(
            fault([rows[0], rows[1].dropLast(2) + "", rows[2], rows[3]].joined(separator: "\n"))
                == .row(2, count: 14))
        #expect(fault([rows[1], rows[0], rows[2], rows[3]].joined(separator: "\n")) == .slips([1, 2]))
        #expect(fault([rows[0], sheets.sheets[0].rows[1], rows[2], rows[3]].joined()) == .slips([2]))
        #expect(fault(String(repeating: "0", count: 64)) == .noSheet)
        #expect(fault(String(repeating: "0", count: 100_000)) != nil)
        // What nobody sees is passed over.
        #expect(fault("\u{202E}\u{0}") == .character("\u{0}"))
    }

    @Test func `A sheet is read as people type it, and says its number`() throws {
        for sheet in sheets.sheets {
            let forms = [
                sheet.text, sheet.text.lowercased(), sheet.rows.joined(),
                sheet.text.replacing("-", with: " "), sheet.text.replacing("-", with: " – "),
                sheet.text.replacing("0", with: "o").replacing("1", with: "l"),
                sheet.text.replacing("0", with: "O").replacing("1", with: "I"),
                "\n\n  " + sheet.text.replacing("\n", with: "\r\n\r\n") + " \n",
            ]
            for form in forms { #expect(try RecoverySheet(typed: form) == sheet) }
        }
        #expect(sheets.sheets.map(\.number) == [1, 2, 3])
    }

    @Test func `Each pair opens the key, in either order`() throws {
        for (place, pair) in RecoverySheets.pairs.enumerated() {
            let (first, second) = (sheets.sheets[pair.0 - 1], sheets.sheets[pair.1 - 1])
            for (one, other) in [(first, second), (second, first)] {
                let key = try RecoverySheets.open(
                    one, other, wraps: sheets.wraps, of: charity.certified.charity)
                #expect(key.publicKey == sheets.openingKey && key.place == place)
            }
        }
    }

    @Test func `The sheets are three different ones of 260 random bits`() {
        #expect(Set(sheets.sheets).count == 3)
        for sheet in sheets.sheets {
            #expect(sheet.secret.count * 5 == 260)
            #expect(sheet.rows.allSatisfy { $0.count == 19 } && sheet.rows.count == 4)
        }
        #expect(Set(sheets.wraps).count == 3)
    }

    @Test func `What the recovery key holds is the guardians' seed`() throws {
        var charity = charity
        try charity.certify(.recovery(openingKey: sheets.openingKey), at: 2)
        let guardians = try #require(charity.teamKeys[Charity.guardians])
        let sealed = try guardians.sealed(to: .recovery, certified: charity.certified)
        let key = try RecoverySheets.open(
            sheets.sheets[2], sheets.sheets[0], wraps: sheets.wraps, of: charity.certified.charity)
        let opened = try key.teamKey(Charity.guardians, sealed: sealed, certified: charity.certified)
        #expect(opened.publicKey == guardians.publicKey)
        #expect(throws: VaultError.refused) {
            try key.teamKey(Charity.guardians, sealed: sealed.turned(at: 5), certified: charity.certified)
        }
    }
}
