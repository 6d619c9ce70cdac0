#ifndef AMANAH_KERNEL_H
#define AMANAH_KERNEL_H

/// Asks the kernel to make no copy of this process's memory, ever (RLIMIT_CORE, setrlimit(2)), and to let no other
/// process of the same user look into it (PR_SET_DUMPABLE, prctl(2)); and takes off what Swift's runtime would print of
/// that memory in a crash (signal(2)). Returns whether it agreed to all three.
int amanah_close_memory(void);

/// Lets the threads share four heaps (mallopt(3), M_ARENA_MAX). glibc makes up to eight for each core, and what is freed in
/// one waits there for its own threads.
void amanah_share_heaps(void);

/// Whether the kernel takes this computer's clock to be kept right by another (adjtimex(2)): 1 if so, 0 if not, -1 where
/// there is no such thing to ask.
int amanah_clock_is_kept(void);

#endif
