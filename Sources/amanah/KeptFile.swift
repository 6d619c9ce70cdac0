import Casework
import Crypto
import FoundationEssentials
import Ledger
import Texts

/// The files that people keep apart from this computer, read as editors and mail leave them; and why one is not taken:
/// what is damaged is told from what is false.
enum KeptFile {
    enum Fault: Error, CustomStringConvertible {
        case unreadable(String)
        case notKey(String?)
        case checkpoint(String, CheckpointFinding)

        var description: String {
            switch self {
            case .unreadable(let path): "\(path) can’t be read. Check that it is there, and who owns it."
            // What was given may be the signing key itself, typed by mistake: it is not said again.
            case .notKey(let path):
                """
                \(path ?? "That") is neither a copy of log.key nor a key as “amanah ledger key” prints it: it is damaged, or a part \
                is missing.
                """
            case .checkpoint(let path, let finding):
                switch finding {
                case .otherLog:
                    "\(path) is a checkpoint of another log: of another charity, or a demonstration. It says nothing about this one."
                case .unsigned:
                    "\(path) is FALSE, or another key’s: it names this log, and this log’s key has not signed it. Ask where it came from."
                case .forged:
                    """
                    \(path) is FALSE, or was altered: what it says is not what this log’s key signed. Compare it with the paper or \
                    the copy that was kept first.
                    """
                default:
                    """
                    \(path) is damaged, or no checkpoint: a line is missing or cut. Nothing is wrong with the log for that. Take \
                    another copy of it.
                    """
                }
            }
        }
    }

    /// A checkpoint that this log's key signed.
    static func checkpoint(in path: String, by key: VerifierKey) throws(Fault) -> Checkpoint {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
        switch CheckpointFinding.read(KeptText(bytes), key: key) {
        case .success(let (checkpoint, _)): return checkpoint
        case .failure(let refused): throw .checkpoint(path, refused.finding)
        }
    }

    /// The log's public key in a file, a copy of `log.key` or its public half, or given as it is.
    static func verifierKey(_ given: String) throws(Fault) -> VerifierKey {
        if let (origin, key) = try? DataFolder.readLogKey(given),
            let verifier = try? VerifierKey(name: origin, publicKey: key.publicKey)
        {
            return verifier
        }
        let file = FileManager.default.contents(atPath: given).map { KeptText($0) }
        let words = (file ?? KeptText(given)).words
        // Alone, and broken into lines on its way or not; or with a remark after it.
        for text in [words.joined(), words.first ?? ""] {
            if let key = try? VerifierKey(parsing: text) { return key }
        }
        throw .notKey(file == nil ? nil : given)
    }
}
