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
        try await act(
            .messageTaken, on: .house, by: caller.member, form: SentForm(id), finishing: draft
        ) { act in
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
    /// - Returns: `unread` is how many messages could not be read; whom they are for is not known.
    package func waitingMessages(
        for file: ID, as caller: Caller
    ) async throws(CaseworkError) -> (name: String, messages: [Record<Message>], unread: Int) {
        _ = try caller.houseKey(.messages)
        typealias Waiting = (name: String, messages: [Record<Message>], unread: Int)
        let waiting = try await again(.messages(file), as: caller) {
            () async throws(CaseworkError) -> (Waiting, from: [OpenFile]) in
            let open = try await self.openFile(file, holding: .identity, as: caller)
            // A message is for a person: no organisation answers to their name.
            guard open.kind == .client else { throw .notFound }
            let identity = try await self.identity(in: open, as: caller)
            let (messages, unread) = try await self.waiting(for: CalledNames(identity), as: caller)
            return ((identity.name, messages, unread), from: [open])
        }
        if !waiting.messages.isEmpty {
            try await act(.messagesShown, on: file, by: caller.member) { _ in }
        }
        return waiting
    }

    /// Ticks a message as passed on to the person of a file. What is ticked is sealed inside the message.
    package func passOn(
        _ message: ID, version: UInt32, to file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.messages)
        let open = try await openFile(file, holding: .identity, as: caller)
        guard open.kind == .client else { throw .notFound }
        let called = CalledNames(try await identity(in: open, as: caller))
        let letter = try letter("A message left at the desk was passed on.", to: open, by: caller)
        try await act(.messagePassedOn, on: file, by: caller.member, letter: letter) { act in
            guard let row = try SealedRecord.newest(message, act.connection), row.item.item == .messages
            else {
                throw CaseworkError.notFound
            }
            var text = try row.open(Message.self, with: key).text
            guard called.includes(text.forName) else { throw CaseworkError.notFound }
            guard row.version == version, text.passedOn == nil else { throw CaseworkError.alreadySaved }
            text.passedOn = Message.PassedOn(
                by: caller.member.text, at: act.at.milliseconds, file: file.text)
            try SealedRecord.write(text, id: message, after: version, about: file, with: key, in: &act)
        }
    }
}
