import Synchronization
import Vault

/// The indexes of the register that this process has unlocked. Each has the names of the keys that its rows were opened
/// with, and is read only by a session that presents every one of them: that has opened the same keys. To belong to a
/// team, or to have a right, is not enough.
final class Indexes: Sendable {
    /// One for those with the charity's keys, and one for whoever has others: they fill and read only their own.
    static let most = 2

    private struct Held {
        let index: SharedIndex
        var names: NamedKeys.Names
        /// The sessions that read it. It goes with the last of them.
        var readers: Set<ID>
        /// When it was read last, counted by readings.
        var read: UInt64
    }

    private struct State {
        var held: [Held] = []
        var readings: UInt64 = 0

        mutating func dropUnread() { held.removeAll { $0.readers.isEmpty } }
    }

    private let state = Mutex(State())

    /// How many there are.
    var count: Int { state.withLock { $0.held.count } }

    /// Whether some index has all these names and more: whoever presents them has keys from before.
    func haveMore(than names: NamedKeys.Names) -> Bool {
        state.withLock { state in
            state.held.contains { $0.names.count > names.count && $0.names.presents(names) }
        }
    }

    /// The index that a session reads. A name that an index has not yet is added to it; where another name stands in its
    /// place, or one is not presented, the session gets an index of its own.
    func index(for session: ID, presenting names: NamedKeys.Names) -> SharedIndex {
        state.withLock { state in
            state.readings += 1
            let place: Int
            let fitting = state.held.indices.filter { names.presents(state.held[$0].names) }
            if let known = fitting.max(by: { state.held[$0].names.count < state.held[$1].names.count }) {
                place = known
            } else {
                let index = SharedIndex()
                for other in state.held.indices { state.held[other].readers.remove(session) }
                state.dropUnread()
                // The one that fewest read makes room: a false key, which has few sessions, drives no other out for long.
                if state.held.count >= Self.most,
                    let least = state.held.indices.min(by: {
                        (state.held[$0].readers.count, state.held[$0].read)
                            < (state.held[$1].readers.count, state.held[$1].read)
                    })
                {
                    state.held.remove(at: least)
                }
                state.held.append(Held(index: index, names: [:], readers: [], read: 0))
                place = state.held.count - 1
            }
            let index = state.held[place].index
            state.held[place].names.merge(names) { _, new in new }
            state.held[place].read = state.readings
            for other in state.held.indices where other != place { state.held[other].readers.remove(session) }
            state.held[place].readers.insert(session)
            state.dropUnread()
            return index
        }
    }

    /// Forgets one file at once.
    /// - Parameter isErased: for good, whatever a search still holds that read its rows before.
    func forget(_ file: ID, isErased: Bool = false) {
        for held in state.withLock({ $0.held }) {
            held.index.register.withLock { register in
                if isErased { register.take(.gone, of: file, at: .max) } else { register.remove(file) }
            }
        }
    }

    /// A session has ended: what it alone read goes.
    func forget(session: ID) {
        state.withLock { state in
            for place in state.held.indices { state.held[place].readers.remove(session) }
            state.dropUnread()
        }
    }

    /// Keeps only what these sessions read; the others have ended or are idle.
    func keep(only sessions: Set<ID>) {
        state.withLock { state in
            for place in state.held.indices { state.held[place].readers.formIntersection(sessions) }
            state.dropUnread()
        }
    }
}

/// One index of the register. Whoever still fills one that was dropped fills what nobody reads.
final class SharedIndex: Sendable {
    let register = Mutex(NameRegister())
}
