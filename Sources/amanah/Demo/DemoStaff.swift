import Casework

/// Somebody who works at the invented charity.
struct DemoPerson: Sendable {
    let name: String
    let role: Role
    /// What they are to their colleagues.
    let title: String
    let signInName: String
    /// Their place in `all` of whoever invites and certifies them; nil for the first guardian.
    let admittedBy: Int?

    private init(_ name: String, _ role: Role, _ title: String, _ signInName: String, by admittedBy: Int?) {
        self.name = name
        self.role = role
        self.title = title
        self.signInName = signInName
        self.admittedBy = admittedBy
    }

    /// One phrase for everybody, so that it can be typed from the table without looking twice.
    static let passphrase = "kettle lantern orchard"

    /// In the order in which they are admitted: the first guardian, two managers, everybody else.
    static let all: [DemoPerson] = [
        .init("Nasreen Akhtar", .guardian, "Data guardian", "nasreen", by: nil),
        .init("Hodan Warsame", .manager, "Manager, safeguarding lead", "hodan", by: 0),
        .init("Margaret O’Sullivan", .manager, "Manager", "margaret", by: 0),
        .init("Gareth Pritchard", .guardian, "Data guardian, deputy", "gareth", by: 0),
        .init("Rosa Figueiredo", .receptionist, "Receptionist", "rosa", by: 1),
        .init("Tunde Adeyemi", .receptionist, "Receptionist", "tunde", by: 1),
        .init("Karim Uddin", .caseworker, "Caseworker", "karim", by: 1),
        .init("Agnieszka Wrona", .caseworker, "Caseworker", "agnieszka", by: 2),
        .init("Yusuf Demir", .caseworker, "Caseworker", "yusuf", by: 2),
        .init("Miriam Tesfay", .counsellor, "Counsellor", "miriam", by: 0),
        .init("Siân Bevan", .childrenAndFamilies, "Children and Families", "sian", by: 2),
        .init("Imran Qureshi", .trustee, "Trustee", "imran", by: 0),
        .init("Linh Dao", .administrator, "IT volunteer", "linh", by: 1),
        .init("Bushra Malik", .counsellor, "Counsellor, two days a week", "bushra", by: 0),
    ]

    static let guardian = all[0]
    static let receptionists = all.filter { $0.role == .receptionist }
    static let caseworkers = all.filter { $0.role == .caseworker }
    static let managers = all.filter { $0.role == .manager }

    /// Three trustees hold the recovery sheets; one of them signs in here.
    static let sheetHolders = ["Imran Qureshi", "Dorothy Achebe", "Rev. Paul Szymański"]

    /// Helped at the desk for some weeks, and left.
    static let departed = DemoPerson("Callum Reid", .receptionist, "Volunteer", "callum", by: 2)
    /// Was let in yesterday, and has not read the policy yet.
    static let reading = DemoPerson(
        "Roukaya Haddad", .receptionist, "Volunteer, has not read the policy", "roukaya", by: 2)
    /// Has enrolled, and waits for a manager to compare fingerprints and certify.
    static let newcomer = DemoPerson("Patrick Nwosu", .caseworker, "Caseworker, new", "patrick", by: 2)
    /// Has a code that is not used yet.
    static let invited = DemoPerson(
        "Fatima Zahra Benali", .receptionist, "Receptionist, new", "fatima", by: 2)
}
