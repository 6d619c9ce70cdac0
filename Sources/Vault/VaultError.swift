/// What every failed opening, verification or decoding of key material throws.
///
/// There is one case on purpose: a wrong passphrase, an altered ciphertext, a swapped record, a swapped key
/// and a forged grant must not be told apart by whoever provoked them. It carries no data.
package enum VaultError: Error, Equatable, CustomStringConvertible {
    case refused

    package var description: String {
        "The vault refused: the key or the sealed text is not the one expected."
    }
}
