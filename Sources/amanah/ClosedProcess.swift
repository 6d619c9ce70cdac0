import CKernel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// This process, closed to the other programs of the computer: no core dump copies its memory to a disk, no debugger of
/// the same user reads it, and whatever file it makes only its owner can read (docs/decisions/0092).
enum ClosedProcess {
    /// Closes it for good; false where the kernel does not agree.
    static func begin() -> Bool {
        umask(0o077)
        return amanah_close_memory() != 0
    }
}
