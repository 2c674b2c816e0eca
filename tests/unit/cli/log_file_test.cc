// SPDX-License-Identifier: MIT
#include "cli/output/log_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sendoff/json.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace sendoff::cli {
namespace {

Record WithBody(size_t size, uint64_t seq = 0) {
  Record record;
  record.seq = seq;
  record.request.body = {size, std::make_shared<const std::string>(size, 'x'), false};
  return record;
}

class LogFileTest : public testing::Test {
 protected:
  LogFileTest()
      : path_(testing::TempDir() + "sendoff-log-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {}
  ~LogFileTest() override { std::remove(path_.c_str()); }

  std::unique_ptr<LogFile> Open(const LineWriter::Options& options = {}) {
    return std::move(*LogFile::Open(path_, options));
  }

  void Append(const std::string& text) { std::ofstream(path_, std::ios::app) << text; }

  std::vector<std::string> Lines() const {
    std::ifstream file(path_);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  const std::string path_;
};

bool IsWhole(const std::string& line) {
  return line.starts_with("{\"type\":\"request\"") && line.ends_with("]}");
}

TEST_F(LogFileTest, AddsALineForEachRecordInTheirOrder) {
  auto log = Open();
  for (uint64_t seq = 0; seq < 100; ++seq) log->Write(WithBody(10, seq));
  EXPECT_TRUE(log->Close().ok());
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 100u);
  for (uint64_t seq = 0; seq < 100; ++seq) EXPECT_EQ(lines[seq], ToJson(WithBody(10, seq)));
}

TEST_F(LogFileTest, IsForItsOwnerOnly) {
  Open();
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

// Each has its own descriptor, as other processes would.
TEST_F(LogFileTest, KeepsLinesWholeWhileOthersWriteToTheSameFile) {
  constexpr int kWriters = 6;
  constexpr size_t kLines = 200;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([log = Open()] {
      // From small to larger than any buffer of the C library or a page.
      for (size_t i = 0; i < kLines; ++i) log->Write(WithBody(i * 500));
      EXPECT_TRUE(log->Close().ok());
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::vector<std::string> lines = Lines();
  EXPECT_EQ(lines.size(), kWriters * kLines);
  for (const std::string& line : lines) ASSERT_TRUE(IsWhole(line)) << line.substr(0, 200);
}

TEST_F(LogFileTest, ClosesTheFragmentThatACrashHasLeft) {
  Append("{\"id\": 1}\n{\"id\": \"fragm");
  auto log = Open();
  log->Write(WithBody(1));
  EXPECT_TRUE(log->Close().ok());
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1], "{\"id\": \"fragm");
  EXPECT_TRUE(IsWhole(lines[2]));
}

TEST_F(LogFileTest, ClosesTheFragmentOfAnotherThatDiesMeanwhile) {
  auto log = Open();
  Append("{\"id\": \"fragm");
  log->Write(WithBody(1));
  EXPECT_TRUE(log->Close().ok());
  ASSERT_EQ(Lines().size(), 2u);
  EXPECT_TRUE(IsWhole(Lines()[1]));
}

// As those do who rotate logs.
TEST_F(LogFileTest, BeginsANewFileWhereTheOldOneWasMovedAway) {
  auto log = Open();
  log->Write(WithBody(1, 0));
  while (Lines().empty()) std::this_thread::yield();
  const std::string moved = path_ + ".1";
  ASSERT_EQ(std::rename(path_.c_str(), moved.c_str()), 0);
  log->Write(WithBody(1, 1));
  EXPECT_TRUE(log->Close().ok());
  EXPECT_EQ(Lines(), std::vector<std::string>{ToJson(WithBody(1, 1))});
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(std::rename(moved.c_str(), path_.c_str()), 0);
  EXPECT_EQ(Lines(), std::vector<std::string>{ToJson(WithBody(1, 0))});
}

TEST_F(LogFileTest, GoesOnWhereNoNewFileCanBeMade) {
  auto log = Open();
  log->Write(WithBody(1, 0));
  while (Lines().empty()) std::this_thread::yield();
  const std::string moved = path_ + ".1";
  ASSERT_EQ(std::rename(path_.c_str(), moved.c_str()), 0);
  ASSERT_EQ(mkdir(path_.c_str(), 0700), 0);
  log->Write(WithBody(1, 1));
  EXPECT_TRUE(log->Close().ok());
  ASSERT_EQ(rmdir(path_.c_str()), 0);
  ASSERT_EQ(std::rename(moved.c_str(), path_.c_str()), 0);
  EXPECT_EQ(Lines().size(), 2u);
}

TEST_F(LogFileTest, LeavesAWholeFileAsItIs) {
  Append("{\"id\": 1}\n");
  EXPECT_TRUE(Open()->Close().ok());
  EXPECT_EQ(Lines(), std::vector<std::string>{"{\"id\": 1}"});
}

// What a file may have at most, for the time of a test.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(LogFileTest, SaysThatItIsNotCompleteAndStaysReadable) {
  {
    const FileSizeLimit limit(1500);
    auto log = Open();
    for (const size_t size : {100, 2000, 100}) log->Write(WithBody(size));
    const Result<void> closed = log->Close();
    ASSERT_FALSE(closed.ok());
    EXPECT_EQ(closed.error().message,
              "--log: cannot write " + path_ + ": File too large; the log is not complete");
    EXPECT_EQ(Lines().size(), 2u);
  }
  auto log = Open();
  log->Write(WithBody(100));
  EXPECT_TRUE(log->Close().ok());
  EXPECT_EQ(Lines().size(), 3u);
  EXPECT_TRUE(IsWhole(Lines().front()));
  EXPECT_TRUE(IsWhole(Lines().back()));
}

class LogPipeTest : public LogFileTest {
 protected:
  LogPipeTest() {
    EXPECT_EQ(mkfifo(path_.c_str(), 0600), 0);
    reader_ = open(path_.c_str(), O_RDONLY | O_NONBLOCK);
    fcntl(reader_, F_SETFL, 0);
  }
  ~LogPipeTest() override { close(reader_); }

  // All that comes, until the writers are gone.
  std::vector<std::string> ReadLines() const {
    std::string text;
    char buffer[4096];
    for (ssize_t size = 0; (size = read(reader_, buffer, sizeof(buffer))) > 0;) {
      text.append(buffer, static_cast<size_t>(size));
    }
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  int reader_ = -1;
};

TEST_F(LogPipeTest, DoesNotWaitForItsReader) {
  auto log = Open();
  for (int i = 0; i < 100; ++i) log->Write(WithBody(10'000));
  // All have been taken, and nobody has read anything yet.
  std::thread closer([&] {
    EXPECT_TRUE(log->Close().ok());
    log.reset();
  });
  const std::vector<std::string> lines = ReadLines();
  closer.join();
  EXPECT_EQ(lines.size(), 100u);
  for (const std::string& line : lines) ASSERT_TRUE(IsWhole(line));
}

TEST_F(LogPipeTest, LeavesOutWhatThereIsNoRoomForAndSaysSo) {
  auto log = Open({.waiting_bytes = 50'000});
  // More than the pipe, what is being written and what waits hold together.
  for (int i = 0; i < 200; ++i) log->Write(WithBody(10'000));
  Result<void> closed;
  std::thread closer([&] {
    closed = log->Close();
    log.reset();
  });
  const std::vector<std::string> lines = ReadLines();
  closer.join();
  for (const std::string& line : lines) ASSERT_TRUE(IsWhole(line));
  ASSERT_FALSE(closed.ok());
  EXPECT_EQ(closed.error().message, "--log: cannot write " + path_ + ": its reader is too slow: " +
                                        std::to_string(200 - lines.size()) +
                                        " lines were left out; the log is not complete");
}

TEST_F(LogPipeTest, KeepsLinesWholeWhileOthersWriteToTheSamePipe) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 6; ++writer) {
    writers.emplace_back([log = Open()]() mutable {
      for (size_t i = 0; i < 100; ++i) log->Write(WithBody(i * 100));
      EXPECT_TRUE(log->Close().ok());
    });
  }
  const std::vector<std::string> lines = ReadLines();
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(lines.size(), 600u);
  for (const std::string& line : lines) ASSERT_TRUE(IsWhole(line)) << line.substr(0, 200);
}

TEST_F(LogPipeTest, SaysThatItsReaderIsGone) {
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  auto log = Open();
  close(reader_);
  log->Write(WithBody(1));
  const Result<void> closed = log->Close();
  std::signal(SIGPIPE, handler);
  ASSERT_FALSE(closed.ok());
  EXPECT_NE(closed.error().message.find("Broken pipe"), std::string::npos);
}

}  // namespace
}  // namespace sendoff::cli
