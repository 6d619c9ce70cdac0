import Casework
import Vault

extension Role {
    /// What it is called here.
    var words: String {
        switch self {
        case .receptionist: "Receptionist"
        case .caseworker: "Caseworker"
        case .counsellor: "Counsellor"
        case .childrenAndFamilies: "Children and Families specialist"
        case .manager: "Manager"
        case .guardian: "Data guardian"
        case .trustee: "Trustee"
        case .administrator: "IT volunteer"
        }
    }

    /// What it may open, for whoever gives it.
    var meaning: String {
        switch self {
        case .receptionist: "Takes messages, finds people, knows who they are and how to reach them."
        case .caseworker: "Works with clients; opens the files given to them or to the team."
        case .counsellor: "Knows who clients are; alone opens counselling notes."
        case .childrenAndFamilies: "Takes safeguarding concerns; knows who clients are."
        case .manager: "Opens casework, decides what is referred, admits staff."
        case .guardian: "Reads the log of every file; opens the rest only in need and on record."
        case .trustee: "Sees counts and the log’s checkpoints. No client’s file."
        case .administrator: "Looks after the computer. No client’s file."
        }
    }
}
