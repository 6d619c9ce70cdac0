import Database
import Names
import Synchronization
import Vault

extension Casework {
    /// The messages that wait for whoever goes by these names, and how many could not be read: on threads for long work,
    /// with a turn for each member.
    func waiting(
        for called: CalledNames, as caller: Caller
    ) async throws(CaseworkError) -> (messages: [Record<Message>], unread: Int) {
        let keys = try caller.namedKeys(of: .messages)
        return try await longWork.alone(caller.member) {
            () async throws(CaseworkError) -> ([Record<Message>], Int) in
            try await self.followMessages(with: keys, as: caller)
            let memory = caller.memory
            // Nobody changes it now: of one member's looks one is done at a time.
            let waiting = memory.waiting.withLock { $0 }
            var found: Set<ID> = []
            await withTaskGroup(of: Set<ID>.self) { group in
                for spelling in Set(called.texts.flatMap(WaitingNames.spellings)) {
                    group.addTask { [longWork = self.longWork] in
                        await longWork.run(for: caller.member) { waiting.messages(spelled: spelling) }
                    }
                }
                for await part in group { found.formUnion(part) }
            }
            let opened = try await self.messages(found.sorted(), with: keys, for: called, as: caller)
            return (opened, memory.waiting.withLock { $0.unread.count })
        }
    }

    /// Opens these messages as they stand now, and leaves those that are for this person and wait.
    private func messages(
        _ ids: [ID], with keys: NamedKeys, for called: CalledNames, as caller: Caller
    ) async throws(CaseworkError) -> [Record<Message>] {
        var waiting: [Record<Message>] = []
        for start in stride(from: 0, to: ids.count, by: Self.messagesInAPiece) {
            let part = ids[start..<min(start + Self.messagesInAPiece, ids.count)]
            let rows = try await read { try SealedRecord.newest(of: part, $0) }
            waiting += await longWork.run(for: caller.member) {
                rows.texts(Message.self, unread: caller.unread) { keys.key(at: $0) }.filter { record in
                    record.text.passedOn == nil && called.includes(record.text.forName)
                }
            }
        }
        return waiting.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    private static let messagesInAPiece = 256

    /// Opens the messages that came since this session looked last, the first time all of them.
    private func followMessages(with keys: NamedKeys, as caller: Caller) async throws(CaseworkError) {
        let memory = caller.memory
        let (last, unread) = memory.waiting.withLock { waiting in
            waiting.begin(with: keys.names)
            return (waiting.lastEntry, waiting.unread)
        }
        try await eachMessage(after: last, with: keys, for: caller.member) { record -> WaitingNames.Read in
            guard let record else { return .unread }
            return record.text.passedOn == nil ? .waiting(NameParts(record.text.forName)) : .passedOn
        } take: { read, entry in
            memory.waiting.withLock { waiting in
                for (message, read) in read { waiting.take(read, of: message) }
                waiting.follow(to: entry)
            }
        }
        // What could not be read is tried again.
        let rows = try await read { try SealedRecord.newest(of: unread.sorted().prefix(64), $0) }
        memory.waiting.withLock { waiting in
            for row in rows {
                guard let record = try? row.open(Message.self, with: keys.key(at: row.item)) else { continue }
                waiting.take(
                    record.text.passedOn == nil ? .waiting(NameParts(record.text.forName)) : .passedOn,
                    of: row.id)
            }
        }
    }

    /// Opens every row of the messages after an entry, page by page and in pieces; older versions among them. What came
    /// out of a page is taken in while the next is opened.
    private func eachMessage<Result: Sendable>(
        after entry: Int64, with keys: NamedKeys, for member: ID,
        _ work: @escaping @Sendable (Record<Message>?) -> Result,
        take: @escaping @Sendable ([(message: ID, result: Result)], _ through: Int64) -> Void
    ) async throws(CaseworkError) {
        typealias Opened = (results: [(message: ID, result: Result)], through: Int64)
        let most = 4096
        var opened: Opened?
        var page = try await messageRows(after: entry, [], most: most)
        while let end = page.end {
            let isFull = page.isFull
            async let next =
                isFull ? messageRows(after: end.entry, end.record, most: most) : MessagePage()
            let all = page.rows
            let starts = Array(stride(from: 0, to: all.count, by: Self.messagesInAPiece))
            let before = opened
            let read = await withTaskGroup(of: (Int, [(ID, Result)]).self) { [longWork] group in
                if let before {
                    group.addTask {
                        await longWork.run(for: member) { take(before.results, before.through) }
                        return (-1, [])
                    }
                }
                for start in starts {
                    let rows = all[start..<min(start + Self.messagesInAPiece, all.count)]
                    group.addTask {
                        let read = await longWork.run(for: member) {
                            rows.map { row in
                                (row.id, work(try? row.open(Message.self, with: keys.key(at: row.item))))
                            }
                        }
                        return (start, read)
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            // In the order in which they were written: a message that was passed on comes after itself.
            let results =
                starts.flatMap { read[$0] ?? [] }.map { (message: $0.0, result: $0.1) }
                + page.broken.map { (message: $0, result: work(nil)) }
            opened = (results, isFull ? end.entry - 1 : end.entry)
            do { page = try await next } catch { throw CaseworkError(error) }
        }
        if let last = opened { await longWork.run(for: member) { take(last.results, last.through) } }
    }

    private func messageRows(
        after entry: Int64, _ record: [UInt8], most: Int
    ) async throws(CaseworkError) -> MessagePage {
        // The first page begins after an entry, each other one within it.
        let from: Int64
        do { from = record.isEmpty ? try entry.next() : entry } catch { throw .unavailable }
        let query: SQL = """
            SELECT record, file, version, item, epoch, author, at, entry, sealed FROM records
            WHERE file = \(ID.house.bytes) AND item = \(Int64(Item.messages.rawValue))
              AND (entry, record) > (\(from), \(record)) AND entry >= \(from)
              AND entry <= (SELECT MAX(position) FROM entries)
            ORDER BY entry, record LIMIT \(Int64(most))
            """
        let page: @Sendable (any Connection) throws -> MessagePage = { connection in
            try MessagePage(connection.rows(query), most: most)
        }
        // What came since the last look is little.
        let isLong = entry < 0 || !record.isEmpty
        return isLong ? try await readAtLength(page) : try await read(page)
    }

    /// Reads and opens every message, and does nothing with them; for measuring.
    package func openEveryMessage(as caller: Caller) async throws(CaseworkError) -> Int {
        let keys = try caller.namedKeys(of: .messages)
        let count = Atomic(0)
        try await eachMessage(after: -1, with: keys, for: caller.member) {
            $0 == nil ? 0 : 1
        } take: { read, _ in
            count.add(read.reduce(0) { $0 + $1.result }, ordering: .relaxed)
        }
        return count.load(ordering: .relaxed)
    }
}

/// Rows of messages in the order in which they were written.
private struct MessagePage: Sendable {
    var rows: [SealedRecord] = []
    /// Which messages the rows are of whose other columns are no row's. They count as unread.
    var broken: [ID] = []
    /// Where the last row stands; nil if there was none.
    var end: (entry: Int64, record: [UInt8])?
    /// Whether there may be more.
    var isFull = false

    init() {}

    init(_ read: [Row], most: Int) throws {
        for row in read {
            if let sealed = try? SealedRecord(row) {
                rows.append(sealed)
            } else if let message = try? row.id("record") {
                broken.append(message)
            }
        }
        end = try read.last.map { (try $0.integer("entry"), try $0.blob("record")) }
        isFull = read.count == most
    }
}
