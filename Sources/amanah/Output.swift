#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Lets what was printed be read at once, also through a pipe.
func flushOutput() { fflush(nil) }

/// Says on standard error what went wrong.
func printProblem(_ words: String) { printNote("Error: \(words)") }

/// Says something on standard error that is no problem, where standard output is for data.
func printNote(_ words: String) {
    let line = Array("\(words)\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
