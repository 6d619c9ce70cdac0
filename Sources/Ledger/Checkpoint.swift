import Crypto

/// The head of a log's tree at one size: C2SP tlog-checkpoint.
package struct Checkpoint: Hashable, Sendable {
    /// The name of the log; by convention also the name of its key.
    package let origin: String
    /// The number of leaves.
    package let size: UInt64
    /// The root of the tree with that many leaves.
    package let root: Hash
    /// Further lines, opaque to verifiers and best left out; none is empty.
    package let extensionLines: [String]

    /// A head to be signed. An origin or extension line that is empty or holds a control character, a size
    /// above `MerkleTree.maximumSize`, and a root of size 0 other than `MerkleTree.emptyRoot` are refused.
    package init(
        origin: String, size: UInt64, root: Hash, extensionLines: [String] = []
    ) throws(CheckpointError) {
        guard Self.isLine(origin) else { throw .malformedOrigin }
        guard size <= MerkleTree.maximumSize else { throw .sizeTooLarge }
        guard size > 0 || root == MerkleTree.emptyRoot else { throw .malformedRoot }
        guard extensionLines.allSatisfy(Self.isLine) else { throw .malformedExtension }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensionLines = extensionLines
    }

    /// Reads the text of a note: origin, size, root and extension lines, each ended by one newline.
    package init(parsing text: String) throws(CheckpointError) {
        guard text.utf8.last == SignedNote.newline else { throw .malformedText }
        let lines = text.utf8.dropLast().split(
            separator: SignedNote.newline, omittingEmptySubsequences: false)
        guard lines.count >= 3 else { throw .malformedText }
        guard let root = Base64.decode(lines[2]).flatMap({ Hash($0) }) else { throw .malformedRoot }
        try self.init(
            origin: String(decoding: lines[0], as: UTF8.self), size: try Self.size(lines[1]), root: root,
            extensionLines: lines[3...].map { String(decoding: $0, as: UTF8.self) })
    }

    /// Reads and verifies a signed checkpoint: the one way to a head that may be relied on.
    ///
    /// A known key must have signed it, no signature by a known key may fail, and the origin must be that of
    /// the log asked for.
    package init(verifying note: String, with keys: [VerifierKey], origin: String) throws(CheckpointError) {
        let signed: SignedNote
        do {
            signed = try SignedNote(parsing: note)
            try signed.verify(with: keys)
        } catch {
            throw .note(error)
        }
        try self.init(parsing: signed.text)
        guard self.origin.utf8.elementsEqual(origin.utf8) else { throw .wrongOrigin }
    }

    /// The note text: a line each for origin, size, root and every extension.
    package var encoded: String {
        ([origin, String(size), Base64.encode(root.bytes)] + extensionLines).reduce("") { $0 + $1 + "\n" }
    }

    /// The signed note, as it is kept and handed out. The standard asks that `name` be the origin.
    package func sign(with key: Curve25519.Signing.PrivateKey, name: String) throws(NoteError) -> String {
        try SignedNote(signing: encoded, with: key, name: name).encoded
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }

    /// The number in ASCII decimal without a sign or leading zeros.
    private static func size(_ digits: Substring.UTF8View) throws(CheckpointError) -> UInt64 {
        guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            first != 0x30 || digits.count == 1
        else { throw .malformedSize }
        guard let size = UInt64(Substring(digits)) else { throw .sizeTooLarge }
        return size
    }
}

/// Why a text is not a checkpoint, or not one to rely on. No case holds what was read.
package enum CheckpointError: Error, Hashable {
    /// The signed note is malformed, or its signatures do not count.
    case note(NoteError)
    /// There are fewer than three lines, or the last one is cut off.
    case malformedText
    /// The origin is empty or holds a control character.
    case malformedOrigin
    /// The size is not ASCII decimal, or has a sign or leading zeros.
    case malformedSize
    /// The size is above `MerkleTree.maximumSize`.
    case sizeTooLarge
    /// The root is not 32 bytes in canonical base 64, or not the root of an empty tree where the size is 0.
    case malformedRoot
    /// An extension line is empty or holds a control character.
    case malformedExtension
    /// The checkpoint is of another log.
    case wrongOrigin
}
