/// A request that could not be read: which field, what is wrong, what is allowed.
package struct PolicyRequestError: Error, Hashable, Sendable {
    /// The request's id, if that much could be read.
    package let id: String?
    /// The field, or `request` if no one field is to blame.
    package let field: String
    package let problem: String
    package let allowed: [String]

    /// The error in one line. It repeats no value of the request: what is not understood may be anything.
    package func message(line: Int) -> String {
        "line \(line): field \(field): \(problem); allowed: \(allowed.joined(separator: ", "))"
    }
}

/// One request as `amanah policy decide` reads it (‘The words of a request and of an answer’).
package struct PolicyRequest: Hashable, Sendable {
    package let id: String?
    package let facts: Facts

    /// Reads a request from a JSON object. Strict: an unknown name or value, a name that stands twice or a value
    /// of the wrong kind is an error. What is absent or `null` is unknown.
    package static func parse(_ bytes: [UInt8]) throws(PolicyRequestError) -> PolicyRequest {
        let value: JSONText
        do {
            value = try JSONText.parse(bytes)
        } catch {
            let problem =
                switch error {
                case .notUTF8: "not UTF-8 text"
                case .unexpected(let offset): "not JSON from byte \(offset + 1) on"
                case .tooDeep(let offset): "nested too deeply at byte \(offset + 1)"
                }
            throw PolicyRequestError(
                id: nil, field: "request", problem: problem, allowed: ["one JSON object a line"])
        }
        guard case .object(let members) = value else {
            throw PolicyRequestError(
                id: nil, field: "request", problem: "not a JSON object", allowed: ["one JSON object a line"])
        }
        let reader = try RequestReader(members)
        return PolicyRequest(id: reader.id, facts: try reader.facts())
    }
}

/// Reads the members of a request's object into facts.
struct RequestReader {
    private(set) var id: String?
    private var values: [Fact: JSONText] = [:]

    init(_ members: [JSONText.Member]) throws(PolicyRequestError) {
        if case .string(let text)? = members.first(where: { $0.name == "id" })?.value { id = text }
        var seen: Set<String> = []
        for member in members {
            guard seen.insert(member.name).inserted else {
                throw error(member.name, "given more than once", ["each field once"])
            }
            if member.name == "id" {
                switch member.value {
                case .string, .null: continue
                default: throw error("id", "not a string", ["any string"])
                }
            }
            guard let fact = Fact(rawValue: member.name) else {
                throw error(member.name, "no such field", ["id"] + Fact.words)
            }
            if member.value != .null { values[fact] = member.value }
        }
    }

    func facts() throws(PolicyRequestError) -> Facts {
        guard let recipient: Recipient = try word(.recipient) else {
            throw error(Fact.recipient.rawValue, "required", Recipient.words)
        }
        guard let items = try items(.items), !items.isEmpty else {
            let problem = values[.items] == nil ? "required" : "empty"
            throw error(Fact.items.rawValue, "\(problem), give a list", Item.words)
        }
        var facts = Facts(recipient: recipient, items: items, ground: try word(.ground))
        facts.subject = try word(.subject)
        facts.age = try word(.age)
        facts.verified = try truth(.verified)
        facts.suspicion = try truth(.suspicion)
        facts.investigation = try truth(.investigation)
        facts.reportedMissing = try truth(.reportedMissing)
        facts.publicSafety = try truth(.publicSafety)
        facts.consent = try word(.consent)
        facts.consentItems = try self.items(.consentItems)
        facts.undertaking = try truth(.undertaking)
        facts.needToKnow = try truth(.needToKnow)
        facts.purpose = try word(.purpose)
        facts.protocol = try word(.protocol)
        facts.protocolItems = try self.items(.protocolItems)
        facts.power = try truth(.power)
        facts.powerItems = try self.items(.powerItems)
        facts.visitorForm = try truth(.visitorForm)
        facts.policiesGiven = try truth(.policiesGiven)
        facts.approval = try word(.approval)
        facts.approvalItems = try self.items(.approvalItems)
        facts.permittedFields = try truth(.permittedFields)
        facts.suppressed = try truth(.suppressed)
        return facts
    }

    private func word<W: Word>(_ fact: Fact) throws(PolicyRequestError) -> W? {
        guard let value = values[fact] else { return nil }
        guard case .string(let text) = value else { throw error(fact.rawValue, "not a string", W.words) }
        guard let word = W(rawValue: text) else { throw error(fact.rawValue, "no such value", W.words) }
        return word
    }

    private func truth(_ fact: Fact) throws(PolicyRequestError) -> Bool? {
        guard let value = values[fact] else { return nil }
        guard case .bool(let truth) = value else {
            throw error(fact.rawValue, "not true or false", ["true", "false", "null"])
        }
        return truth
    }

    private func items(_ fact: Fact) throws(PolicyRequestError) -> Items? {
        guard let value = values[fact] else { return nil }
        let allowed = Item.words
        guard case .array(let values) = value else { throw error(fact.rawValue, "not a list", allowed) }
        var items = Items()
        for value in values {
            guard case .string(let text) = value, let item = Item(rawValue: text) else {
                throw error(fact.rawValue, "holds something that is no item", allowed)
            }
            items.insert(item)
        }
        return items
    }

    private func error(_ field: String, _ problem: String, _ allowed: [String]) -> PolicyRequestError {
        PolicyRequestError(id: id, field: String(field.prefix(40)), problem: problem, allowed: allowed)
    }
}
