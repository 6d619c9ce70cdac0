// In C because prctl takes a variable number of arguments, which Swift does not call.
#include "kernel.h"

#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

int amanah_close_memory(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return 0;
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0) return 0;
#endif
    return 1;
}
