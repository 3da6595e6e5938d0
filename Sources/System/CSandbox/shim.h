#ifndef RADERWERK_CSANDBOX_SHIM_H
#define RADERWERK_CSANDBOX_SHIM_H

// prctl and syscall are variadic and the BPF_* helpers are macros: none reaches Swift.

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sched.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define SANDBOX_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define SANDBOX_ARCH AUDIT_ARCH_AARCH64
#else
#error "no system call filter for this machine"
#endif

#define SANDBOX_LOAD(field) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define SANDBOX_RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define SANDBOX_ALLOW(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), SANDBOX_RETURN(SECCOMP_RET_ALLOW)

/// glibc declares this function for GNU source only, which Swift's view of glibc is not.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

static inline int sandbox_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/// Leaves the process its memory, threads, clocks and open descriptors; everything else, files,
/// sockets and programs among them, fails with EPERM from now on. It cannot be undone.
/// Returns 0 for success. Holds for all threads of the process.
static inline int sandbox_enter(void) {
    struct sock_filter filter[] = {
        SANDBOX_LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SANDBOX_ARCH, 1, 0),
        SANDBOX_RETURN(SECCOMP_RET_KILL_PROCESS),
        SANDBOX_LOAD(nr),
        SANDBOX_ALLOW(read), SANDBOX_ALLOW(write), SANDBOX_ALLOW(sendto), SANDBOX_ALLOW(close),
        SANDBOX_ALLOW(fcntl), SANDBOX_ALLOW(ppoll), SANDBOX_ALLOW(fstat), SANDBOX_ALLOW(lseek),
        SANDBOX_ALLOW(futex), SANDBOX_ALLOW(sched_yield), SANDBOX_ALLOW(sched_getaffinity),
        SANDBOX_ALLOW(nanosleep), SANDBOX_ALLOW(clock_nanosleep), SANDBOX_ALLOW(clock_gettime),
        SANDBOX_ALLOW(gettimeofday), SANDBOX_ALLOW(getrandom), SANDBOX_ALLOW(getrusage),
        SANDBOX_ALLOW(mmap), SANDBOX_ALLOW(munmap), SANDBOX_ALLOW(mprotect),
        SANDBOX_ALLOW(madvise), SANDBOX_ALLOW(mremap), SANDBOX_ALLOW(brk),
        SANDBOX_ALLOW(getpid), SANDBOX_ALLOW(gettid), SANDBOX_ALLOW(tgkill),
        SANDBOX_ALLOW(rt_sigaction), SANDBOX_ALLOW(rt_sigprocmask), SANDBOX_ALLOW(rt_sigreturn),
        SANDBOX_ALLOW(rt_sigsuspend), SANDBOX_ALLOW(sigaltstack), SANDBOX_ALLOW(set_robust_list),
        SANDBOX_ALLOW(rseq), SANDBOX_ALLOW(membarrier), SANDBOX_ALLOW(sched_setscheduler),
        SANDBOX_ALLOW(sched_getparam), SANDBOX_ALLOW(sched_getscheduler), SANDBOX_ALLOW(exit),
        SANDBOX_ALLOW(exit_group), SANDBOX_ALLOW(restart_syscall), SANDBOX_ALLOW(setitimer),
#if defined(__x86_64__)
        SANDBOX_ALLOW(poll), SANDBOX_ALLOW(arch_prctl), SANDBOX_ALLOW(time),
        SANDBOX_ALLOW(alarm),
#endif
        // A filter cannot look behind clone3's pointer: make the C library use clone instead.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1),
        SANDBOX_RETURN(SECCOMP_RET_ERRNO | ENOSYS),
        // Threads may be made, processes not.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4),
        SANDBOX_LOAD(args[0]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
        SANDBOX_RETURN(SECCOMP_RET_ALLOW),
        SANDBOX_RETURN(SECCOMP_RET_ERRNO | EPERM),
        SANDBOX_RETURN(SECCOMP_RET_ERRNO | EPERM),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    // TSYNC puts every thread that the engine has started under the filter.
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}

#endif
