import Names
import Vault

/// The messages that wait at the desk, by the names that they were left for, in one session's memory. Each message is
/// opened and its name taken apart once; whoever is looked for is compared with what sounds alike, not with all.
///
/// It says only where to look: what is shown is opened again.
struct WaitingNames: Sendable {
    /// What a row says of its message.
    enum Read: Sendable {
        case waiting(NameParts)
        case passedOn
        case unread
    }

    private var index = NameIndex()
    private var slots: [ID: UInt32] = [:]
    /// By slot; nil where a message stood.
    private var messages: [ID?] = []
    private(set) var unread: Set<ID> = []
    /// The last log entry whose messages are in here.
    private(set) var lastEntry: Int64 = -1
    private var names: NamedKeys.Names = [:]

    /// Starts again if other keys opened what is in here, or there is a key now for what could not be read.
    mutating func begin(with names: NamedKeys.Names) {
        let isMore = self.names.count < names.count && !unread.isEmpty
        if !names.presents(self.names) || isMore { self = WaitingNames() }
        self.names = names
    }

    /// Takes in a newer row of a message.
    mutating func take(_ read: Read, of message: ID) {
        if case .unread = read {
            unread.insert(message)
            return
        }
        unread.remove(message)
        if let slot = slots.removeValue(forKey: message) {
            messages[Int(slot)] = nil
            index.remove(slot: slot)
        }
        guard case .waiting(let name) = read else { return }
        let slot = UInt32(messages.count)
        slots[message] = slot
        messages.append(message)
        index.add(name, slot: slot)
    }

    mutating func follow(to entry: Int64) { lastEntry = max(lastEntry, entry) }

    /// The messages for a name that sounds like this spelling; some for another name too, which comparing the two in full
    /// tells.
    func messages(spelled spelling: String) -> Set<ID> {
        Set(index.find(spelling, limit: max(1, messages.count)).compactMap { messages[Int($0.slot)] })
    }

    /// A name as somebody at the desk may have said it: an initial for a word, one word for two or two for one, or
    /// without what is only an initial.
    static func spellings(of name: String) -> [String] {
        let words = name.split(separator: " ").map(String.init)
        var spellings = [name]
        for place in words.indices {
            func adding(_ other: String) {
                var others = words
                others[place] = other
                spellings.append(others.joined(separator: " "))
            }
            let word = words[place]
            if word.count > 1 { adding(String(word.prefix(1))) }
            if word.count >= 5 {
                for cut in 2...(word.count - 2) { adding("\(word.prefix(cut)) \(word.dropFirst(cut))") }
            }
        }
        for place in words.indices.dropFirst() {
            var others = words
            others[place - 1] += others.remove(at: place)
            spellings.append(others.joined(separator: " "))
        }
        let whole = words.filter { $0.count(where: \.isLetter) > 1 }
        if whole.count < words.count, !whole.isEmpty { spellings.append(whole.joined(separator: " ")) }
        return spellings
    }
}

/// The names that a file's person goes by, each taken apart once.
struct CalledNames: Sendable {
    /// As they are written.
    let texts: [String]
    private let names: [PersonName]

    init(_ identity: Identity) {
        texts = [identity.name] + OtherNames.split(identity.otherNames)
        names = texts.map { PersonName($0) }
    }

    /// Whether a name said at the desk may be this person's, however it is spelt.
    func includes(_ name: String) -> Bool {
        let asked = PersonName(name)
        return names.contains { $0.compare(asked).verdict != .different }
    }
}
