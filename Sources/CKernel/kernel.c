// In C because prctl takes a variable number of arguments, which Swift does not call.
#include "kernel.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/timex.h>
#endif

int amanah_close_memory(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return 0;
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0) return 0;
#endif
    // Where Swift is installed, its runtime has set handlers that write the registers and the memory they point to into
    // the log. A program that crashes ends, as the kernel would have it.
    static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP};
    for (size_t each = 0; each < sizeof crashes / sizeof *crashes; each++) {
        if (signal(crashes[each], SIG_DFL) == SIG_ERR) return 0;
    }
    return 1;
}

void amanah_share_heaps(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 4);
#endif
}

int amanah_clock_is_kept(void) {
#ifdef __linux__
    struct timex clock = {0};
    int state = adjtimex(&clock);
    if (state < 0) return -1;
    return state != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
#else
    return -1;
#endif
}
