#if canImport(Glibc)
    import Glibc
#endif

/// Lets what was printed be read at once, also through a pipe.
func flushOutput() { fflush(nil) }
