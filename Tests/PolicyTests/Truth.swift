/// Yes, no or unknown, and how they combine.
enum Truth: Equatable {
    case yes, no, unknown

    init(_ value: Bool) {
        self = value ? .yes : .no
    }

    init(_ value: Bool?) {
        self = value.map { $0 ? .yes : .no } ?? .unknown
    }

    static func && (left: Truth, right: Truth) -> Truth {
        if left == .no || right == .no { return .no }
        return left == .yes && right == .yes ? .yes : .unknown
    }

    static func || (left: Truth, right: Truth) -> Truth {
        if left == .yes || right == .yes { return .yes }
        return left == .no && right == .no ? .no : .unknown
    }

    static prefix func ! (truth: Truth) -> Truth {
        switch truth {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}
