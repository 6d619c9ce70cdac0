/// What happens at the invented charity: made from a seed, so that the same people do the same things on the same
/// working days in every demonstration.
struct DemoPlan: Sendable {
    /// Working days of history; the last is the working day before today.
    static let days = 64

    /// One thing that one person does.
    struct Event: Sendable {
        let day: Int
        /// Minutes after midnight on the United Kingdom's clocks.
        let minute: Int
        /// Their sign-in name.
        let who: String
        let act: Act
    }

    /// Clients and messages by their places in `DemoClient.all` and `DemoMessage.all`.
    enum Act: Sendable {
        case firstContact(Int)
        /// The client is here again; messages that wait are passed on.
        case visit(Int, changesContact: Bool)
        case message(Int)
        case note(Int, String)
        case read(Int)
        case readLog
        case mistypesPassphrase
        case locksScreen
        /// What follows is by its place in the list of its own file.
        case matter(Matter)
    }

    enum Fault: Error, CustomStringConvertible {
        case noSuchClient(String)

        var description: String {
            switch self {
            case .noSuchClient(let name): "The demonstration has something about ‘\(name)’, who is not in it."
            }
        }
    }

    /// In order of time.
    private(set) var events: [Event] = []
    private var dice = Dice(seed: 0xA3_A9A8)
    private var asked: [(day: Int, who: String, act: Act, minute: Int?)] = []
    /// The day of each client's first contact.
    private var came: [Int] = []
    /// The first day on which a client must not come again, because a message goes on waiting for them.
    private var staysAway: [Int: Int] = [:]

    init() throws {
        try meet()
        try leaveMessages()
        work()
        look()
        try settle()
        watch()
        schedule()
    }

    /// First contacts: whoever has a message that depends on the day comes in time for it.
    private mutating func meet() throws {
        var early = try Self.subjects()
        var late: Set<Int> = []
        for message in DemoMessage.all {
            switch message.course {
            case .beforeFirstContact(let name): late.insert(try Self.client(name))
            case .untilTheyCame(let name), .waiting(let name): early.insert(try Self.client(name))
            case .neverSeen: break
            }
        }
        for (client, person) in DemoClient.all.enumerated() {
            let latest = Self.days - 2
            let days = (late.contains(client) ? 14 : 1)...(early.contains(client) ? 40 : latest)
            let day = Self.deskDay(from: dice.roll(days))
            came.append(day)
            var who = Self.desk(day)
            if person.isRestricted {
                who = DemoPerson.managers[0]
            } else if let worker = person.worker, Self.writes(worker, on: day) {
                who = DemoPerson.caseworkers[worker]
            }
            ask(day, who, .firstContact(client))
        }
    }

    private mutating func leaveMessages() throws {
        for (message, left) in DemoMessage.all.enumerated().dropLast(DemoMessage.today) {
            let day: Int
            switch left.course {
            case .beforeFirstContact(let name):
                day = Self.deskDay(from: came[try Self.client(name)] - dice.roll(4...12))
            case .untilTheyCame(let name):
                let client = try Self.client(name)
                day = Self.deskDay(from: came[client] + dice.roll(4...10))
                let returns = Self.deskDay(from: day + dice.roll(1...6))
                ask(returns, Self.desk(returns), .visit(client, changesContact: false))
            case .waiting(let name):
                day = Self.deskDay(from: dice.roll((Self.days - 12)...(Self.days - 3)))
                staysAway[try Self.client(name)] = day
            case .neverSeen:
                day = Self.deskDay(from: dice.roll(5...(Self.days - 3)))
            }
            ask(day, Self.desk(day), .message(message))
        }
    }

    /// Notes, and clients who come again.
    private mutating func work() {
        for (client, person) in DemoClient.all.enumerated() {
            var day = came[client]
            let notes = person.need.later
            for note in notes.prefix(dice.roll(1...notes.count)) {
                day += dice.roll(3...12)
                let worker = person.worker ?? day % DemoPerson.caseworkers.count
                while !Self.writes(worker, on: day) { day += 1 }
                ask(day, DemoPerson.caseworkers[worker], .note(client, note))
            }
            if dice.roll(1...3) == 1, !person.isRestricted {
                let returns = Self.deskDay(from: came[client] + dice.roll(2...20))
                if returns < staysAway[client, default: .max] {
                    ask(returns, Self.desk(returns), .visit(client, changesContact: dice.roll(1...2) == 1))
                }
            }
        }
    }

    /// Supervision, the other teams' reading, the guardians' and trustee's look at the log book, and small mishaps.
    private mutating func look() {
        for day in stride(from: 6, to: Self.days, by: 9) {
            let manager = DemoPerson.managers[day % 2]
            for _ in 0..<3 {
                let client = known(by: day)
                ask(day, manager, .read(client))
                ask(day, manager, .note(client, DemoNeed.supervision[dice.roll(0...2)]))
            }
        }
        for (name, every) in [("miriam", 12), ("sian", 17)] {
            for day in stride(from: every, to: Self.days, by: every) {
                ask(day, Self.person(name), .read(known(by: day)))
                ask(day, Self.person(name), .read(known(by: day)))
            }
        }
        for (name, every) in [("nasreen", 12), ("gareth", 26), ("imran", 40), ("linh", 32)] {
            for day in stride(from: every, to: Self.days, by: every) { ask(day, Self.person(name), .readLog) }
        }
        for day in [9, 30, 56].map(Self.deskDay(from:)) { ask(day, Self.desk(day), .mistypesPassphrase) }
        for day in [18, 46].map(Self.deskDay(from:)) { ask(day, Self.desk(day), .locksScreen) }
    }

    /// A client who came before that day and whose file is not restricted.
    private mutating func known(by day: Int) -> Int {
        let clients = DemoClient.all.indices.filter { came[$0] < day && !DemoClient.all[$0].isRestricted }
        return clients.isEmpty ? 0 : clients[dice.roll(0...(clients.count - 1))]
    }

    /// - Parameter minute: nil for some time within office hours.
    mutating func ask(_ day: Int, _ who: DemoPerson, _ act: Act, at minute: Int? = nil) {
        // What would come after the last day has not happened yet.
        if (1..<Self.days).contains(day) { asked.append((day, who.signInName, act, minute)) }
    }

    /// Gives each person's acts of a day one after another, a few minutes apart, within office hours.
    private mutating func schedule() {
        var minutes: [String: Int] = [:]
        for (day, who, act, fixed) in asked {
            if let fixed {
                events.append(Event(day: day, minute: fixed, who: who, act: act))
                continue
            }
            let place = "\(day) \(who)"
            let minute = minutes[place].map { $0 + dice.roll(4...11) } ?? dice.roll(9 * 60...13 * 60)
            minutes[place] = minute
            events.append(Event(day: day, minute: minute, who: who, act: act))
        }
        events.sort { ($0.day, $0.minute, $0.who) < ($1.day, $1.minute, $1.who) }
    }

    /// The first day from that one on which the desk is open: two days in five.
    static func deskDay(from day: Int) -> Int { day + [1, 0, 1, 0, 2][(day % 5 + 5) % 5] }

    /// Whoever is at the desk that day.
    static func desk(_ day: Int) -> DemoPerson {
        DemoPerson.receptionists[day / 5 % DemoPerson.receptionists.count]
    }

    /// Whether a caseworker writes up notes that day: one day in six.
    private static func writes(_ worker: Int, on day: Int) -> Bool { day % 6 == worker * 2 }

    static func person(_ signInName: String) -> DemoPerson {
        DemoPerson.all.first { $0.signInName == signInName } ?? DemoPerson.guardian
    }

    static func client(_ name: String) throws(Fault) -> Int {
        guard let place = DemoClient.all.firstIndex(where: { $0.name == name }) else {
            throw .noSuchClient(name)
        }
        return place
    }
}
