// SPDX-License-Identifier: MIT
#include "worker/lock_in/call_table.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/sanitizer.h"

namespace sendoff::worker {
namespace {

constexpr uint64_t kInt = 0xffffffff;  // what the kernel reads of an int

constexpr ArgumentTest Is(unsigned argument, uint64_t value) {
  return {ArgumentTest::Kind::kEqual, argument, ~uint64_t{0}, value};
}
constexpr ArgumentTest IsInt(unsigned argument, uint64_t value) {
  return {ArgumentTest::Kind::kEqual, argument, kInt, value & kInt};
}
constexpr ArgumentTest Masked(unsigned argument, uint64_t mask, uint64_t value) {
  return {ArgumentTest::Kind::kEqual, argument, mask, value};
}
constexpr ArgumentTest HasOnly(unsigned argument, uint64_t bits, uint64_t of = ~uint64_t{0}) {
  return {ArgumentTest::Kind::kEqual, argument, of & ~bits, 0};
}
constexpr ArgumentTest Not(unsigned argument, uint64_t value) {
  return {ArgumentTest::Kind::kDiffers, argument, 0, value};
}
constexpr ArgumentTest Above(unsigned argument, uint64_t value) {
  return {ArgumentTest::Kind::kAbove, argument, 0, value};
}

// What a heap, compiled code and stacks are mapped with. Missing on purpose: memory to share, as
// the ring is mapped by then; huge pages out of the machine's own pool (MAP_HUGETLB), locked ones,
// stacks that grow by themselves.
constexpr uint64_t kDroppable =
    0x08;  // MAP_DROPPABLE of Linux 6.11: glibc's random numbers, from 2.41 on
constexpr uint64_t kMapFlags = MAP_PRIVATE | kDroppable | MAP_FIXED | MAP_ANONYMOUS |
                               MAP_NORESERVE | MAP_POPULATE | MAP_STACK | MAP_DENYWRITE |
                               MAP_FIXED_NOREPLACE;

// Writable and executable is what a compiler needs, so mprotect has no test: whoever has taken over
// V8 runs code of its own anyway. Pages that others could have too (MADV_MERGEABLE) would tell a
// worker of its neighbours' memory by the time that writing to them takes.
constexpr CallRule kMemory[] = {
    {"mmap", 0, {HasOnly(3, kMapFlags)}},
    {"mmap", EINVAL, {Masked(3, MAP_HUGETLB, MAP_HUGETLB)}},
    {"munmap"},
    {"mremap"},
    {"mprotect"},
    {"pkey_alloc"},
    {"pkey_free"},
    {"pkey_mprotect"},
    {"mincore"},  // our pools of pages give back what lies in memory unused
    {"brk"},
    {"madvise", 0, {IsInt(2, MADV_NORMAL)}},
    {"madvise", 0, {IsInt(2, MADV_RANDOM)}},
    {"madvise", 0, {IsInt(2, MADV_SEQUENTIAL)}},
    {"madvise", 0, {IsInt(2, MADV_WILLNEED)}},
    {"madvise", 0, {IsInt(2, MADV_DONTNEED)}},
    {"madvise", 0, {IsInt(2, MADV_FREE)}},
    {"madvise", 0, {IsInt(2, MADV_DONTFORK)}},
    {"madvise", 0, {IsInt(2, MADV_DOFORK)}},
    {"madvise", 0, {IsInt(2, MADV_HUGEPAGE)}},
    {"madvise", 0, {IsInt(2, MADV_NOHUGEPAGE)}},
    {"madvise", 0, {IsInt(2, MADV_DONTDUMP)}},
    {"madvise", 0, {IsInt(2, MADV_DODUMP)}},
    // What came later, as a kernel of before answers: glibc 2.42 asks for guard pages so.
    {"madvise", EINVAL, {Above(2, MADV_DODUMP)}},
};

// As glibc starts a thread, and in no other way: no process, no namespace, no second table of
// descriptors. What clone3 is told lies in memory, where a filter cannot look; glibc then takes
// clone. Futexes that lend priorities (PI) have been a way into the kernel more than once, and
// nobody here uses them.
constexpr uint64_t kThread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                             CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
                             CLONE_CHILD_CLEARTID;
constexpr uint64_t kFutexCommand = kInt & static_cast<uint64_t>(FUTEX_CMD_MASK);

constexpr CallRule kThreads[] = {
    {"clone", 0, {Is(0, kThread)}},
    {"clone3", ENOSYS},
    {"set_robust_list"},
    {"rseq"},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_WAIT)}},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_WAKE)}},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_REQUEUE)}},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_CMP_REQUEUE)}},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_WAKE_OP)}},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_WAIT_BITSET)}},
    {"futex", 0, {Masked(1, kFutexCommand, FUTEX_WAKE_BITSET)}},
    {"futex", ENOSYS, {Masked(1, kFutexCommand, FUTEX_LOCK_PI)}},
    {"futex", ENOSYS, {Masked(1, kFutexCommand, FUTEX_UNLOCK_PI)}},
    {"futex", ENOSYS, {Masked(1, kFutexCommand, FUTEX_TRYLOCK_PI)}},
    {"futex_waitv", ENOSYS},
    {"membarrier", ENOSYS},
    {"sched_yield"},
    // Asked about a thread, whose number could be anybody's: glibc and V8 go on without an answer.
    {"sched_getaffinity", 0, {Is(0, 0)}},
    {"sched_getaffinity", ENOSYS, {Not(0, 0)}},
    {"sched_getparam", ENOSYS},
    {"sched_getscheduler", ENOSYS},
    {"getcpu"},
    {"gettid"},
    {"getpid"},
    {"exit"},
    {"exit_group"},
    {"prctl", 0, {IsInt(0, PR_SET_NAME)}},
    {"prctl", 0, {IsInt(0, PR_GET_NAME)}},
    {"prctl", 0, {IsInt(0, 0x53564d41)}},  // PR_SET_VMA, which has one use: a name for pages
};

// Handlers, and signals for one's own threads.
constexpr CallRule kSignals[] = {
    {"rt_sigaction"},
    {"rt_sigprocmask"},
    {"rt_sigreturn"},
    {"sigaltstack"},
    {"tgkill", 0, {IsInt(0, kOwnProcess)}},
    {"restart_syscall"},
};

// Clocks of the machine (not below 0), and CPU time of one's own threads (below 0, bit 2). Without
// bit 2 it would be that of another process, which tells what a neighbour does.
constexpr uint64_t kOfProcess = 0x80000000;
constexpr uint64_t kOfThread = 0x80000004;

constexpr CallRule kTime[] = {
    {"clock_gettime", 0, {Masked(0, kOfProcess, 0)}},
    {"clock_gettime", 0, {Masked(0, kOfThread, kOfThread)}},
    {"clock_getres", 0, {Masked(0, kOfProcess, 0)}},
    {"clock_nanosleep", 0, {Masked(0, kOfProcess, 0)}},
    {"nanosleep"},
    {"gettimeofday"},
    {"time"},
    {"getrusage"},
};

// Nothing that the process does not know, and nothing of others. V8 does not start without uname,
// which tells the kernel's version, and the machine's name where there is no namespace for a name.
constexpr CallRule kItself[] = {
    {"getrandom"}, {"uname"},     {"getppid"},
    {"getuid"},    {"geteuid"},   {"getgid"},
    {"getegid"},   {"getrlimit"}, {"prlimit64", 0, {IsInt(0, 0)}},
};

// Urgent bytes (MSG_OOB) of a socket pair are left out: nobody uses them, and CVE-2025-38236 was a
// way from here into the kernel. So are messages with descriptors beside them, what sends a signal
// to somebody (O_ASYNC, F_SETOWN), and every option of sockets: one of them gives a handle of the
// process at the other end.
constexpr uint64_t kMessageFlags =
    MSG_NOSIGNAL | MSG_DONTWAIT | MSG_WAITALL | MSG_PEEK | MSG_TRUNC | MSG_EOR;

constexpr CallRule kDescriptors[] = {
    {"read"},
    {"readv"},
    {"pread64"},
    {"write"},
    {"writev"},
    {"recvfrom", 0, {HasOnly(3, kMessageFlags, kInt)}},
    {"sendto", 0, {HasOnly(3, kMessageFlags, kInt), Is(4, 0)}},  // to nobody by address
    {"poll"},
    {"ppoll"},
    {"epoll_create1"},
    {"epoll_ctl"},
    {"epoll_wait"},
    {"epoll_pwait"},
    {"eventfd2"},
    {"pipe2"},
    {"lseek"},
    {"fstat"},
    {"close"},
    {"fcntl", 0, {IsInt(1, F_GETFD)}},
    {"fcntl", 0, {IsInt(1, F_SETFD)}},
    {"fcntl", 0, {IsInt(1, F_GETFL)}},
    {"fcntl", 0, {IsInt(1, F_SETFL), Masked(2, O_ASYNC, 0)}},
    {"ioctl", 0, {IsInt(1, FIONBIO)}},
    {"ioctl", 0, {IsInt(1, FIOCLEX)}},
    {"ioctl", ENOTTY, {IsInt(1, TCGETS)}},
    {"ioctl", ENOTTY, {IsInt(1, TIOCGWINSZ)}},
};

// What libraries try, and go on without: files of /proc and /sys, time zones, terminals, rings. Not
// carried out either, whatever the path is.
constexpr CallRule kTried[] = {
    {"open", EACCES},           {"openat", EACCES},         {"openat2", EACCES},
    {"stat", EACCES},           {"lstat", EACCES},          {"newfstatat", EACCES},
    {"statx", EACCES},          {"access", EACCES},         {"faccessat", EACCES},
    {"faccessat2", EACCES},     {"readlink", EACCES},       {"readlinkat", EACCES},
    {"getcwd", EACCES},         {"sysinfo", EPERM},         {"get_mempolicy", ENOSYS},
    {"io_uring_setup", ENOSYS}, {"io_uring_enter", ENOSYS}, {"io_uring_register", ENOSYS},
};

#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
// Theirs: they look whether memory is mapped, and a report is written without a program that names
// its lines.
constexpr CallRule kSanitizer[] = {
    {"pipe"},
    {"fork", EPERM},
    {"execve", EPERM},
    {"wait4", ECHILD},
};
#endif

constexpr CallGroup kTable[] = {
    {"memory of the heap, of compiled code, of stacks", kMemory},
    {"threads of this process", kThreads},
    {"signals to this process", kSignals},
    {"clocks", kTime},
    {"what the process is and may have", kItself},
    {"descriptors that it was given, and what an event loop makes", kDescriptors},
    {"what libraries try and can do without", kTried},
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
    {"a sanitizer's", kSanitizer},
#endif
};

}  // namespace

std::span<const CallGroup> CallTable() { return kTable; }

}  // namespace sendoff::worker
