// SPDX-License-Identifier: MIT
#include "tests/unit/worker/ways_out.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/futex.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "base/sanitizer.h"

namespace sendoff::test {
namespace {

// Sanitizers try a program that names the lines of their reports.
#if defined(SENDOFF_ADDRESS_SANITIZER)
constexpr int kNoProgram = EPERM;
constexpr int kNoChild = ECHILD;
#else
constexpr int kNoProgram = kKilled;
constexpr int kNoChild = kKilled;
#endif

// One system call.
template <class... Arguments>
Attempt Call(long number, Arguments... arguments) {
  return [=](const Around&) { return Tried::Of(syscall(number, arguments...)); };
}

// One that is aimed at a process.
template <class F>
Attempt At(F call) {
  return [call](const Around& around) { return Tried::Of(call(around)); };
}

Ways Files() {
  static char buffer[256];
  return {
      {"a file", EACCES, Call(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY)},
      {"its own maps", EACCES, Call(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY)},
      {"its own memory", EACCES, Call(SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR)},
      {"the root", EACCES, Call(SYS_openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY)},
      {"a new file", EACCES, Call(SYS_openat, AT_FDCWD, "/tmp/out", O_CREAT | O_WRONLY, 0600)},
      {"a file without a name", EACCES, Call(SYS_openat, AT_FDCWD, "/", O_TMPFILE | O_RDWR, 0600)},
      {"a device", EACCES, Call(SYS_openat, AT_FDCWD, "/dev/kvm", O_RDWR)},
      {"what is there", EACCES, Call(SYS_faccessat, AT_FDCWD, "/etc/passwd", R_OK)},
      {"where a link leads", EACCES,
       Call(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", buffer, sizeof buffer)},
      {"the working directory", EACCES, Call(SYS_getcwd, buffer, sizeof buffer)},
      {"another directory", kKilled, Call(SYS_chdir, "/")},
      {"another root", kKilled, Call(SYS_chroot, "/")},
      {"a folder", kKilled, Call(SYS_mkdirat, AT_FDCWD, "/tmp/out", 0700)},
      {"a file's end", kKilled, Call(SYS_unlinkat, AT_FDCWD, "/tmp/out", 0)},
      {"a link", kKilled, Call(SYS_symlinkat, "/etc/passwd", AT_FDCWD, "/tmp/out")},
      {"other rights", kKilled, Call(SYS_fchmodat, AT_FDCWD, "/tmp", 0777)},
      {"an empty file", kKilled, Call(SYS_truncate, "/tmp/out", 0)},
      {"a file by its handle", kKilled,
       Call(SYS_name_to_handle_at, AT_FDCWD, "/", buffer, buffer, 0)},
      {"a handle's file", kKilled, Call(SYS_open_by_handle_at, AT_FDCWD, buffer, O_RDONLY)},
      {"what changes", kKilled, Call(SYS_inotify_init1, 0)},
      {"what others do", kKilled, Call(SYS_fanotify_init, 0, 0)},
      {"a mount", kKilled, Call(SYS_mount, "none", "/", "proc", 0, nullptr)},
      {"a file system", kKilled, Call(SYS_fsopen, "proc", 0)},
      {"a mount's copy", kKilled, Call(SYS_open_tree, AT_FDCWD, "/", 1)},
      {"no mount", kKilled, Call(SYS_umount2, "/", 2)},
      {"the root's exchange", kKilled, Call(SYS_pivot_root, "/", "/")},
  };
}

Ways Programs() {
  static const char* const arguments[] = {"/bin/sh", nullptr};
  return {
      {"a program", kNoProgram, Call(SYS_execve, "/bin/sh", arguments, nullptr)},
      {"one of memory", kKilled, Call(SYS_memfd_create, "out", 0)},
      {"one of a descriptor", kKilled,
       Call(SYS_execveat, 3, "", arguments, nullptr, AT_EMPTY_PATH)},
      {"a process", kKilled, Call(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr)},
      {"a process by fork", kNoProgram, Call(SYS_fork)},
      {"a process by vfork", kKilled, Call(SYS_vfork)},
      {"a process by clone3", ENOSYS, Call(SYS_clone3, nullptr, 0)},
      {"a thread with descriptors of its own", kKilled,
       Call(SYS_clone, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, nullptr, nullptr, nullptr,
            nullptr)},
      {"another architecture", kKilled, Call(SYS_personality, 0xffffffff)},
  };
}

// Each way to send a signal, to each that could be meant.
Ways Signals() {
  return {
      {"the zygote's end", kKilled, At([](const Around& to) { return kill(to.zygote, SIGKILL); })},
      {"whether it is there", kKilled, At([](const Around& to) { return kill(to.zygote, 0); })},
      {"a sibling's end", kKilled, At([](const Around& to) { return kill(to.sibling, SIGKILL); })},
      {"the host's end", kKilled, At([](const Around& to) { return kill(to.test, 0); })},
      {"everybody's end", kKilled, At([](const Around&) { return kill(-1, 0); })},
      {"its own group's end", kKilled, At([](const Around&) { return kill(0, 0); })},
      {"a sibling's thread", kKilled,
       At([](const Around& to) { return syscall(SYS_tgkill, to.sibling, to.sibling, SIGKILL); })},
      // What the kernel reads is the lower half.
      {"its number in another way", kKilled, At([](const Around& to) {
         return syscall(SYS_tgkill, (1UL << 32) | static_cast<unsigned>(to.sibling), to.sibling, 0);
       })},
      {"any thread", kKilled,
       At([](const Around& to) { return syscall(SYS_tkill, to.sibling, SIGKILL); })},
      {"a signal with a value", kKilled,
       At([](const Around& to) { return sigqueue(to.sibling, SIGKILL, {}); })},
      {"a process's handle", kKilled,
       At([](const Around& to) { return syscall(SYS_pidfd_open, to.sibling, 0); })},
      {"a signal by handle", kKilled, Call(SYS_pidfd_send_signal, 3, SIGKILL, nullptr, 0)},
      {"a descriptor's owner", kKilled,
       At([](const Around& to) { return fcntl(to.pair, F_SETOWN, to.sibling); })},
      {"signals of a descriptor", kKilled,
       At([](const Around& to) { return fcntl(to.pair, F_SETFL, O_ASYNC); })},
      {"a timer's signal", kKilled, Call(SYS_timer_create, CLOCK_MONOTONIC, nullptr, nullptr)},
      {"another's death as a signal", kKilled, Call(SYS_prctl, PR_SET_PDEATHSIG, SIGTERM)},
  };
}

Ways OtherProcesses() {
  static char bytes[16];
  static iovec here{bytes, sizeof bytes};
  static rlimit limit{};
  return {
      {"a trace", kKilled,
       At([](const Around& to) { return ptrace(PTRACE_ATTACH, to.sibling, nullptr, nullptr); })},
      {"a trace by the parent", kKilled,
       At([](const Around&) { return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); })},
      {"its memory", kKilled,
       At([](const Around& to) { return process_vm_readv(to.sibling, &here, 1, &here, 1, 0); })},
      {"other memory", kKilled,
       At([](const Around& to) { return process_vm_writev(to.sibling, &here, 1, &here, 1, 0); })},
      {"its descriptors", kKilled, Call(SYS_pidfd_getfd, 3, 0, 0)},
      {"its limits", kKilled, At([](const Around& to) {
         return syscall(SYS_prlimit64, to.sibling, RLIMIT_NOFILE, nullptr, &limit);
       })},
      {"its locks", kKilled, At([](const Around& to) {
         return syscall(SYS_get_robust_list, to.sibling, bytes, bytes + 8);
       })},
      {"its CPU time", kKilled, At([](const Around& to) {
         timespec time{};
         return syscall(SYS_clock_gettime, (~static_cast<clockid_t>(to.sibling) << 3) | 2, &time);
       })},
      {"its processors", ENOSYS, At([](const Around& to) {
         return syscall(SYS_sched_getaffinity, to.sibling, sizeof bytes, bytes);
       })},
      {"where it runs", kKilled, At([](const Around& to) {
         return syscall(SYS_sched_setaffinity, to.sibling, sizeof bytes, bytes);
       })},
      {"its priority", kKilled, At([](const Around& to) {
         return setpriority(PRIO_PROCESS, static_cast<id_t>(to.sibling), 1);
       })},
      {"what it shares", kKilled,
       At([](const Around& to) { return syscall(SYS_kcmp, getpid(), to.sibling, 0, 0, 0); })},
      {"its pages", kKilled,
       At([](const Around& to) { return syscall(SYS_move_pages, to.sibling, 0, 0, 0, 0, 0); })},
      {"its memory's use", kKilled, Call(SYS_process_madvise, 3, &here, 1, MADV_DONTNEED, 0)},
      {"its group", kKilled, At([](const Around& to) { return setpgid(0, to.sibling); })},
      {"its end", kNoChild,
       At([](const Around& to) { return waitpid(to.sibling, nullptr, WNOHANG); })},
      {"shared memory", kKilled, Call(SYS_shmget, 1, 4096, 01600)},
      {"a message queue", kKilled, Call(SYS_msgget, 1, 01600)},
      {"a semaphore", kKilled, Call(SYS_semget, 1, 1, 01600)},
      {"a queue by name", kKilled, Call(SYS_mq_open, "out", O_CREAT | O_RDWR, 0600, nullptr)},
      {"equal pages", kKilled, Call(SYS_madvise, nullptr, 0, MADV_MERGEABLE)},
  };
}

// Every family that there is, and every kind that some have.
Ways Sockets() {
  Ways ways;
  for (int family = 0; family < 64; ++family) {
    ways.push_back({"a socket", kKilled, Call(SYS_socket, family, SOCK_DGRAM, 0)});
  }
  for (const int kind : {SOCK_STREAM, SOCK_RAW, SOCK_SEQPACKET}) {
    for (const int family : {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET}) {
      ways.push_back({"a socket", kKilled, Call(SYS_socket, family, kind, 0)});
    }
  }
  return ways;
}

Ways GivenSockets() {
  static sockaddr_un address{AF_UNIX, "\0out"};
  static int value = 1;
  static socklen_t size = sizeof value;
  return {
      {"a pair", kKilled,
       At([](const Around&) { return syscall(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, &value); })},
      {"a connection", kKilled, At([](const Around& to) {
         return connect(to.pair, reinterpret_cast<sockaddr*>(&address), 6);
       })},
      {"a name", kKilled, At([](const Around& to) {
         return bind(to.pair, reinterpret_cast<sockaddr*>(&address), 6);
       })},
      {"listening", kKilled, At([](const Around& to) { return listen(to.pair, 1); })},
      {"accepting", kKilled,
       At([](const Around& to) { return accept4(to.pair, nullptr, nullptr, 0); })},
      {"to somebody else", kKilled, At([](const Around& to) {
         return sendto(to.pair, "", 1, 0, reinterpret_cast<sockaddr*>(&address), 6);
       })},
      {"an urgent byte", kKilled,
       At([](const Around& to) { return send(to.pair, "", 1, MSG_OOB); })},
      {"a message, which may bring descriptors", kKilled, At([](const Around& to) {
         const msghdr message{};
         return sendmsg(to.pair, &message, 0);
       })},
      {"a message's receipt", kKilled, At([](const Around& to) {
         msghdr message{};
         return recvmsg(to.pair, &message, MSG_DONTWAIT);
       })},
      {"an urgent byte's receipt", kKilled,
       At([](const Around& to) { return recv(to.pair, &value, 1, MSG_OOB); })},
      {"who is at the other end", kKilled, At([](const Around& to) {
         return getsockopt(to.pair, SOL_SOCKET, SO_PEERCRED, &value, &size);
       })},
      {"an option", kKilled, At([](const Around& to) {
         return setsockopt(to.pair, SOL_SOCKET, SO_REUSEADDR, &value, size);
       })},
      {"its name", kKilled, At([](const Around& to) {
         return getpeername(to.pair, reinterpret_cast<sockaddr*>(&address), &size);
       })},
      {"many messages", kKilled,
       At([](const Around& to) { return sendmmsg(to.pair, nullptr, 0, 0); })},
      {"a copy", kKilled, At([](const Around& to) { return dup(to.pair); })},
      {"a copy by fcntl", kKilled,
       At([](const Around& to) { return fcntl(to.pair, F_DUPFD, 100); })},
      {"pages into it", kKilled,
       At([](const Around& to) { return vmsplice(to.pair, nullptr, 0, 0); })},
      {"a terminal's input", kKilled,
       At([](const Around& to) { return ioctl(to.pair, TIOCSTI, ""); })},
      {"a socket's ioctl", kKilled,
       At([](const Around& to) { return ioctl(to.pair, SIOCGIFCONF, &value); })},
  };
}

Ways TheKernel() {
  static bpf_attr program{};
  static perf_event_attr event{};
  static char buffer[256];
  return {
      {"a ring", ENOSYS, Call(SYS_io_uring_setup, 8, buffer)},
      {"a ring's turn", ENOSYS, Call(SYS_io_uring_enter, 3, 1, 0, 0, nullptr, 0)},
      {"a ring's buffers", ENOSYS, Call(SYS_io_uring_register, 3, 0, nullptr, 0)},
      {"a program in it", kKilled, Call(SYS_bpf, BPF_PROG_LOAD, &program, sizeof program)},
      {"its faults", kKilled, Call(SYS_userfaultfd, 0)},
      {"its counters", kKilled, Call(SYS_perf_event_open, &event, 0, -1, -1, 0)},
      {"a key", kKilled, Call(SYS_keyctl, 0, -3, 0)},
      {"a new key", kKilled, Call(SYS_add_key, "user", "out", "x", 1, -3)},
      {"somebody's key", kKilled, Call(SYS_request_key, "user", "out", nullptr, 0)},
      {"a lent priority", ENOSYS, Call(SYS_futex, buffer, FUTEX_LOCK_PI, 0, nullptr)},
      {"an exchange of waiters", kKilled,
       Call(SYS_futex, buffer, FUTEX_CMP_REQUEUE_PI, 0, nullptr, buffer, 0)},
      {"many futexes", ENOSYS, Call(SYS_futex_waitv, nullptr, 0, 0, nullptr, 0)},
      {"huge pages", EINVAL,
       Call(SYS_mmap, nullptr, 1 << 21, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1,
            0)},
      {"a growing stack", kKilled,
       Call(SYS_mmap, nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1,
            0)},
      {"a module", kKilled, Call(SYS_finit_module, 3, "", 0)},
      {"another kernel", kKilled, Call(SYS_kexec_load, 0, 0, nullptr, 0)},
      {"its log", kKilled, Call(SYS_syslog, 10, nullptr, 0)},
      {"its clock", kKilled, Call(SYS_clock_settime, CLOCK_REALTIME, nullptr)},
      {"its end", kKilled, Call(SYS_reboot, 0, 0, 0, nullptr)},
      {"its swap", kKilled, Call(SYS_swapon, "/out", 0)},
      {"another name", kKilled, Call(SYS_sethostname, "out", 3)},
      {"a table of segments", kKilled, Call(SYS_modify_ldt, 0, buffer, sizeof buffer)},
      {"ports", kKilled, Call(SYS_iopl, 3)},
      {"a call that is too new", ENOSYS, Call(SYS_futex_waitv + 10, nullptr, 0)},
      {"a call that is not there", kKilled, Call(-2)},
  };
}

Ways Privileges() {
  static char buffer[256];
  return {
      {"a user namespace", kKilled, Call(SYS_unshare, CLONE_NEWUSER)},
      {"one by clone", kKilled,
       Call(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr)},
      {"a network namespace", kKilled, Call(SYS_unshare, CLONE_NEWNET)},
      {"somebody's namespace", kKilled, Call(SYS_setns, 3, 0)},
      {"root", kKilled, Call(SYS_setresuid, 0, 0, 0)},
      {"a group", kKilled, Call(SYS_setgroups, 0, nullptr)},
      {"capabilities", kKilled, Call(SYS_capset, buffer, buffer)},
      {"to be looked into", kKilled, Call(SYS_prctl, PR_SET_DUMPABLE, 1)},
      {"to be traced", kKilled, Call(SYS_prctl, PR_SET_PTRACER, PR_SET_PTRACER_ANY)},
      {"another filter", kKilled, Call(SYS_seccomp, 1, 0, buffer)},
      {"no speculation", kKilled, Call(SYS_prctl, PR_SET_SPECULATION_CTRL, 0, 0)},
      {"other rights to files", kKilled, Call(SYS_landlock_create_ruleset, nullptr, 0, 1)},
  };
}

}  // namespace

std::vector<WaysOut> AllWaysOut() {
  return {{"files", Files()},          {"programs", Programs()},
          {"signals", Signals()},      {"other processes", OtherProcesses()},
          {"sockets", Sockets()},      {"given sockets", GivenSockets()},
          {"the kernel", TheKernel()}, {"privileges", Privileges()}};
}

}  // namespace sendoff::test
