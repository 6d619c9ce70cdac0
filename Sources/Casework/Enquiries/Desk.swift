import Database
import Vault

extension Casework {
    /// Keeps a message left at the desk. Looks nothing up: whether the person is known, unknown or restricted is not
    /// an input (clauses P1, P1.1).
    /// - Parameter id: drawn for the form, so that sending it twice keeps one message.
    package func takeMessage(
        _ form: MessageForm, id: ID, finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.messages)
        let message = try form.checked()
        try await act(.messageTaken, on: .house, by: caller.member, finishing: draft) { act in
            try SealedRecord.write(message, id: id, with: key, in: &act)
        }
    }

    /// Records that the person of a file has come or called (clause S4.1).
    package func makeContact(with file: ID, as caller: Caller) async throws(CaseworkError) {
        _ = try await openFile(file, holding: .identity, as: caller)
        try await act(.contactMade, on: file, by: caller.member) { _ in }
    }

    /// The messages that wait for the person of a file who is here now: the names of the file are compared with the
    /// messages, never a message with the files. Recorded before they are shown.
    package func waitingMessages(
        for file: ID, as caller: Caller
    ) async throws(CaseworkError) -> (name: String, messages: [Record<Message>]) {
        let key = try caller.houseKey(.messages)
        let (name, waiting) = try await again(.messages(file), as: caller) {
            () async throws(CaseworkError) -> ((String, [Record<Message>]), from: [OpenFile]) in
            let (open, name, waiting) = try await self.waiting(for: file, with: key, as: caller)
            return ((name, waiting), from: [open])
        }
        if !waiting.isEmpty {
            try await act(.messagesShown, on: file, by: caller.member) { _ in }
        }
        return (name, waiting)
    }

    private func waiting(
        for file: ID, with key: ItemKey, as caller: Caller
    ) async throws(CaseworkError) -> (OpenFile, String, [Record<Message>]) {
        let open = try await openFile(file, holding: .identity, as: caller)
        // A message is for a person: no organisation answers to their name.
        guard open.kind == .client else { throw .notFound }
        let identity = try await identity(in: open)
        let rows = try await read { try SealedRecord.current(.messages, of: .house, $0) }
        let waiting = rows.compactMap { try? $0.open(Message.self, with: key, in: caller.memory) }.filter {
            $0.text.passedOn == nil && identity.isCalled($0.text.forName)
        }
        return (open, identity.name, waiting)
    }

    /// Ticks a message as passed on to the person of a file. What is ticked is sealed inside the message.
    package func passOn(
        _ message: ID, version: UInt32, to file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.messages)
        let open = try await openFile(file, holding: .identity, as: caller)
        guard open.kind == .client else { throw .notFound }
        let identity = try await identity(in: open)
        let letter = try letter("A message left at the desk was passed on.", to: open, by: caller)
        try await act(.messagePassedOn, on: file, by: caller.member, letter: letter) { act in
            guard let row = try SealedRecord.newest(message, act.connection), row.item.item == .messages
            else {
                throw CaseworkError.notFound
            }
            var text = try row.open(Message.self, with: key).text
            guard identity.isCalled(text.forName) else { throw CaseworkError.notFound }
            guard row.version == version, text.passedOn == nil else { throw CaseworkError.alreadySaved }
            text.passedOn = Message.PassedOn(
                by: caller.member.text, at: act.at.milliseconds, file: file.text)
            try SealedRecord.write(text, id: message, version: version + 1, with: key, in: &act)
        }
    }
}
