import Glibc

/// What is asked of whoever sits at the terminal.
enum Terminal {
    /// Asks, and reads a line without showing what is secret. Where no terminal is, a line of standard input.
    static func ask(_ question: String, isSecret: Bool = true) -> String {
        let words = Array(question.utf8)
        _ = words.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        var shown = termios()
        let isTerminal = isSecret && tcgetattr(STDIN_FILENO, &shown) == 0
        if isTerminal {
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        }
        let line = readLine() ?? ""
        if isTerminal {
            _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            printNote("")
        }
        return line
    }
}
