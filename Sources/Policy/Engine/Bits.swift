/// A set of fact values: one bit for each value of each fact, 111 of them in two words.
///
/// The low word holds who, what, about whom and why; the high word holds the rest.
struct Bits: Hashable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    /// The single value at a place, counted as `Fact.offset` counts.
    @inline(__always)
    init(place: Int) {
        if place < 64 { low = 1 << UInt64(place) } else { high = 1 << UInt64(place - 64) }
    }

    @inline(__always)
    init(low: UInt64 = 0, high: UInt64 = 0) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    var isEmpty: Bool { low | high == 0 }

    @inline(__always)
    static func & (left: Bits, right: Bits) -> Bits {
        Bits(low: left.low & right.low, high: left.high & right.high)
    }

    @inline(__always)
    static func | (left: Bits, right: Bits) -> Bits {
        Bits(low: left.low | right.low, high: left.high | right.high)
    }

    @inline(__always)
    static prefix func ~ (bits: Bits) -> Bits {
        Bits(low: ~bits.low, high: ~bits.high)
    }

    @inline(__always)
    func meets(_ other: Bits) -> Bool {
        (low & other.low) | (high & other.high) != 0
    }
}

extension Fact {
    /// Where the fact's values begin among the bits: below 64 in the low word, from 64 in the high one.
    @inline(__always)
    var offset: Int {
        switch self {
        case .recipient: 0
        case .items: 21
        case .subject: 38
        case .age: 43
        case .ground: 46
        case .verified: 64
        case .suspicion: 66
        case .investigation: 68
        case .reportedMissing: 70
        case .publicSafety: 72
        case .consent: 74
        case .consentItems: 82
        case .undertaking: 84
        case .needToKnow: 86
        case .purpose: 88
        case .protocol: 92
        case .protocolItems: 95
        case .power: 97
        case .powerItems: 99
        case .visitorForm: 101
        case .policiesGiven: 103
        case .approval: 105
        case .approvalItems: 109
        case .permittedFields: 111
        case .suppressed: 113
        }
    }

    /// All the values of the fact.
    var allBits: Bits {
        (0..<allowedWords.count).reduce(Bits()) { $0 | Bits(place: offset + $1) }
    }

    /// `allBits` of every fact, by ordinal: what the search for missing facts reads.
    static let valueBits: [Bits] = Fact.allCases.map(\.allBits)
}
