// SPDX-License-Identifier: MIT
// What a worker needs works after it was locked in: memory, threads, clocks, its descriptors, an
// event loop.
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/loop.h"
#include "base/loop_thread.h"
#include "base/mailbox.h"
#include "base/random.h"
#include "base/sanitizer.h"
#include "base/thread.h"
#include "tests/unit/worker/locked_in.h"

namespace sendoff::test {
namespace {

// Locked in with everything, `works` gives whether it does.
void ExpectWorks(std::function<bool(const Around&)> works) {
  const LockedIn tried = TryLockedIn({}, {[works = std::move(works)](const Around& around) {
                                       return Tried{works(around) ? 0 : -1, errno};
                                     }});
  ASSERT_EQ(tried.error, "");
  const Ended& ended = tried.ended.front();
  EXPECT_TRUE(ended.returned && ended.tried.value == 0) << ToText(ended);
}

TEST(StillWorks, MemoryOfHundredsOfMegabytes) {
  ExpectWorks([](const Around&) {
    constexpr size_t kSize = 300 << 20;
    auto* memory = static_cast<char*>(std::malloc(kSize));
    if (memory == nullptr) return false;
    for (size_t i = 0; i < kSize; i += 4096) memory[i] = 1;
    memory = static_cast<char*>(std::realloc(memory, kSize + (8 << 20)));
    if (memory == nullptr) return false;
    std::free(memory);
    std::vector<std::string> small(100000, std::string(50, 'x'));
    return small.back().size() == 50;
  });
}

TEST(StillWorks, CompiledCode) {
  ExpectWorks([](const Around&) {
    void* code = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (code == MAP_FAILED) return false;
    return mprotect(code, 4096, PROT_READ | PROT_EXEC) == 0 &&
           madvise(code, 4096, MADV_DONTNEED) == 0 && munmap(code, 4096) == 0;
  });
}

TEST(StillWorks, ThreadsStartedAfterwards) {
  ExpectWorks([](const Around&) {
    std::mutex mutex;
    std::condition_variable changed;
    int running = 0;
    std::vector<Thread> threads;
    for (int i = 0; i < 4; ++i) {
      Result<Thread> thread = Thread::Start([&] {
        prctl(PR_SET_NAME, "worker");
        pthread_attr_t attributes;
        // V8 asks where a thread's stack is.
        if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
        pthread_attr_destroy(&attributes);
        std::unique_lock lock(mutex);
        ++running;
        changed.notify_all();
        changed.wait(lock, [&] { return running == 4; });
      });
      if (!thread.ok()) return false;
      threads.push_back(std::move(*thread));
    }
    for (Thread& thread : threads) thread.Join();
    return running == 4;
  });
}

TEST(StillWorks, AThreadIsLockedInAsWell) {
  const Ended ended = TryOne({}, [](const Around&) {
    Result<Thread> thread = Thread::Start([] { socket(AF_INET, SOCK_STREAM, 0); });
    thread->Join();
    return Tried{0, 0};
  });
  EXPECT_TRUE(ended.killed()) << ToText(ended);
}

TEST(StillWorks, ClocksAndRandomness) {
  ExpectWorks([](const Around&) {
    const SystemClock clock;
    const Instant before = clock.Now();
    timespec cpu{};
    clockid_t own{};
    if (pthread_getcpuclockid(pthread_self(), &own) != 0 || clock_gettime(own, &cpu) != 0)
      return false;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu) != 0) return false;
    rusage used{};
    char bytes[32] = {};
    RandomBytes(bytes, sizeof bytes);
    return clock.Now() >= before && getrusage(RUSAGE_SELF, &used) == 0 && time(nullptr) > 0 &&
           std::string(bytes, sizeof bytes) != std::string(sizeof bytes, '\0') &&
           std::thread::hardware_concurrency() > 0;
  });
}

TEST(StillWorks, MessagesOnTheGivenSockets) {
  ExpectWorks([](const Around& around) {
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    epoll_event wanted{EPOLLIN, {.fd = around.peer}};
    epoll_event happened{};
    char text[8] = {};
    return epoll_ctl(poll, EPOLL_CTL_ADD, around.peer, &wanted) == 0 &&
           send(around.pair, "hello", 5, MSG_NOSIGNAL) == 5 &&
           epoll_wait(poll, &happened, 1, -1) == 1 && happened.data.fd == around.peer &&
           recv(around.peer, text, sizeof text, 0) == 5 && std::string(text) == "hello" &&
           write(around.peer, "x", 1) == 1 && read(around.pair, text, 8) == 1;
  });
}

TEST(StillWorks, AnEventLoopWithTimerAndMailbox) {
  ExpectWorks([](const Around&) {
    const SystemClock clock;
    Result<std::unique_ptr<Loop>> loop = Loop::Create(clock);
    if (!loop.ok()) return false;
    bool fired = false;
    std::vector<int> received;
    Mailbox<int> mailbox(**loop, [&](std::vector<int> values) {
      received.insert(received.end(), values.begin(), values.end());
      (*loop)->Stop();
    });
    Timer timer((*loop)->timers(), [&] { fired = true; });
    timer.StartAfter(std::chrono::milliseconds(2));
    while (!fired) (*loop)->Turn();
    Result<Thread> sender = Thread::Start([&] { mailbox.Post(7); });
    if (!sender.ok()) return false;
    while (received.empty()) (*loop)->Run();
    sender->Join();
    return received.front() == 7;
  });
}

// Nobody reads it; what must not be is that it ends the process, or reaches somebody.
TEST(StillWorks, PrintingToNobody) {
  ExpectWorks([](const Around&) {
    std::fprintf(stderr, "%s\n", "text of eight bytes and more");
    std::printf("%s", std::string(100000, 'x').c_str());
    std::fflush(stdout);
    return write(STDERR_FILENO, "12345678", 8) != 0;
  });
}

TEST(StillWorks, LimitsCanBeTakenLower) {
#if defined(SENDOFF_ADDRESS_SANITIZER)
  GTEST_SKIP() << "AddressSanitizer has mapped more than any limit of memory";
#endif
  ExpectWorks([](const Around&) {
    const rlimit limit{64 << 20, 64 << 20};
    if (setrlimit(RLIMIT_AS, &limit) != 0) return false;
    void* const volatile memory = std::malloc(size_t{256} << 20);
    const rlimit more{128 << 20, 128 << 20};
    return memory == nullptr && setrlimit(RLIMIT_AS, &more) != 0;
  });
}

TEST(StillWorks, TheEndsThatAHostTellsApart) {
  const LockedIn tried = TryLockedIn({}, {[](const Around&) -> Tried { std::abort(); },
                                          [](const Around&) -> Tried {
                                            std::signal(SIGSEGV, SIG_DFL);
                                            std::raise(SIGSEGV);
                                            return {};
                                          },
                                          [](const Around&) -> Tried { std::_Exit(7); }});
  ASSERT_EQ(tried.error, "");
  const auto signal_of = [&](size_t i) {
    return WIFSIGNALED(tried.ended[i].status) ? WTERMSIG(tried.ended[i].status) : 0;
  };
  EXPECT_EQ(signal_of(0), SIGABRT);
  EXPECT_EQ(signal_of(1), SIGSEGV);
  EXPECT_EQ(WEXITSTATUS(tried.ended[2].status), 7);
}

}  // namespace
}  // namespace sendoff::test
