import Vault

/// Something in how somebody looked that another is to look into (clauses S3.4, S3.7): what, who, on which day. It
/// accuses nobody: each has ordinary explanations.
package struct Unusual: Sendable, Hashable {
    /// Why it is listed. The raw values are sealed in records and never change.
    package enum Why: String, Codable, CaseIterable, Sendable {
        /// Outside the charity's usual hours.
        case oddHours
        /// Many more files and searches than is usual for this person.
        case manyLooks
        case ownName
        case colleaguesName
        /// Files in which they had done nothing for a year.
        case nothingDone
        /// Asked again and again for what is not theirs or not there.
        case refused
        /// Took away a file, or all that they may read.
        case exported
    }

    package let why: Why
    package let member: ID
    package let day: Day
    package let count: Int
    /// What is usual for them on a day; of `manyLooks` alone.
    package let usual: Int?
    /// The files concerned, as far as the reader can open them.
    package let files: [ID]

    init(_ why: Why, _ member: ID, _ day: Day, count: Int, usual: Int? = nil, files: Set<ID> = []) {
        self.why = why
        self.member = member
        self.day = day
        self.count = count
        self.usual = usual
        self.files = files.sorted()
    }
}

/// One reading, as the log book has it.
struct Look: Sendable {
    let at: Instant
    let actor: ID
    let kind: EntryKind
    let file: ID
    /// Of a search, as far as its letter was opened.
    var searched: Searched?

    /// Whether something was taken away by it.
    var isExport: Bool { kind == .exported || kind == .fileExported }
}

/// When something is unusual: pure rules of what was read, by whom and when.
enum UnusualRules {
    /// Fewer files and searches on a day than this are never many: a busy day at a desk.
    static let fewest = 30
    /// That many times one's own usual day is many.
    static let times = 3
    /// Days of one's own to tell what is usual; with fewer, `fewest` times `times` is many.
    static let leastDays = 5
    /// How far back the usual is taken from.
    static let usualDays: Int64 = 60
    /// How long, in seconds, somebody pauses while they type one name: each pause is a search, and recorded.
    static let typing: Int64 = 60
    /// Once or twice is a mistyped address or an old bookmark.
    static let refusals = 3
    /// Nothing done in a file for so long, and whoever opens it is a stranger to it.
    static let quietDays: Int64 = 365

    /// - Parameters:
    ///   - hours: the charity's usual hours on the clocks of the United Kingdom, whichever the day.
    ///   - usual: how many files and searches each person's days had before these.
    ///   - strange: those of the looks at files in which their reader had done nothing.
    static func find(
        _ looks: [Look], hours: Range<Int>, usual: [ID: [Int]], isStrange: (Look) -> Bool
    ) -> [Unusual] {
        var found: [Unusual] = []
        for (place, looks) in Dictionary(grouping: looks, by: { Place(member: $0.actor, day: $0.at.day) }) {
            func add(_ why: Unusual.Why, _ these: [Look], atLeast least: Int = 1, usual: Int? = nil) {
                guard these.count >= least else { return }
                let files = Set(these.map(\.file)).subtracting([.house])
                found.append(
                    Unusual(
                        why, place.member, place.day, count: these.count, usual: usual, files: files))
            }
            let read = looks.filter { $0.kind != .openingRefused && !$0.isExport }
            add(.oddHours, read.filter { !hours.contains($0.at.hour) })
            add(.ownName, read.filter { $0.searched?.whose == .own })
            add(.colleaguesName, read.filter { $0.searched?.whose == .colleagues })
            add(.nothingDone, read.filter { $0.kind == .fileOpened && isStrange($0) }.oneAFile)
            add(.exported, looks.filter(\.isExport))
            add(.refused, looks.filter { $0.kind == .openingRefused }, atLeast: refusals)
            let days = usual[place.member] ?? []
            let median = days.count < leastDays ? fewest : days.sorted()[days.count / 2]
            let many = max(fewest, times * median)
            add(.manyLooks, counted(read), atLeast: many + 1, usual: days.count < leastDays ? nil : median)
        }
        return found.sorted {
            ($1.day, $0.why.rawValue, $0.member) < ($0.day, $1.why.rawValue, $1.member)
        }
    }

    /// Who read so much on one of these days that it may be many for them: of the others what is usual need not be known.
    static func busy(_ looks: [Look]) -> Set<ID> {
        let counting = looks.filter { [.fileOpened, .namesSearched].contains($0.kind) }
        let days = Dictionary(grouping: counting) { Place(member: $0.actor, day: $0.at.day) }
        return Set(days.filter { $0.value.count > fewest }.keys.map(\.member))
    }

    private struct Place: Hashable {
        let member: ID
        let day: Day
    }

    /// What counts as looking something up: each file once, and each search, but a name that was typed with pauses once.
    static func counted(_ looks: [Look]) -> [Look] {
        looks.oneATyping { $0.isTyped(with: $1) } + looks.filter { $0.kind == .fileOpened }.oneAFile
    }

    /// The same of days gone by, whose letters are not opened for it: all that one searched for without a pause of a
    /// minute is one, so that what is usual is never put too high.
    static func countedBefore(_ looks: [Look]) -> Int {
        looks.oneATyping { _, _ in true }.count + looks.filter { $0.kind == .fileOpened }.oneAFile.count
    }
}

extension [Look] {
    /// The first look at each file.
    fileprivate var oneAFile: [Look] {
        var seen: Set<ID> = []
        return filter { seen.insert($0.file).inserted }
    }

    /// The searches of one person in order, each with those left out that go on with it: what stands for it is the one
    /// with the most letters, so that going back a letter and on with another is another.
    fileprivate func oneATyping(_ isOne: (Look, Look) -> Bool) -> [Look] {
        var found: [Look] = []
        var last: Instant?
        for look in self where look.kind == .namesSearched {
            if let longest = found.last, let last, look.at <= last.adding(seconds: UnusualRules.typing),
                isOne(longest, look)
            {
                if look.letters.count > longest.letters.count { found[found.count - 1] = look }
            } else {
                found.append(look)
            }
            last = look.at
        }
        return found
    }
}

extension Look {
    fileprivate var letters: String { searched?.name.lowercased() ?? "" }

    /// Whether one name is the beginning of the other.
    fileprivate func isTyped(with other: Look) -> Bool {
        !letters.isEmpty && !other.letters.isEmpty
            && (letters.hasPrefix(other.letters) || other.letters.hasPrefix(letters))
    }
}

extension Instant {
    /// The hour on the clocks of the United Kingdom.
    var hour: Int { Int(time.prefix(2)) ?? 0 }
}
