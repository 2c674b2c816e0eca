// SPDX-License-Identifier: MIT
// What the process that is given a stranger's TypeScript can do.
#include "sources/esbuild.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "embedded/esbuild.h"
#include "sources/confined_process.h"
#include "sources/memory_file.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::sources {
namespace {

using runtime::StepFolder;

TEST(Esbuild, CanOpenNoFile) {
  const StepFolder folder;
  const std::string path = folder.Write("secret.json", "\"the secret\"");
  // A text cannot ask for this: the engine never bundles.
  const std::vector<std::string> bundle = {"--bundle", "--loader=ts", "--log-level=error"};
  const Result<ProcessOutput> output =
      RunEsbuild(bundle, "import x from '" + path + "'; console.log(x)", [] { return false; });
  ASSERT_TRUE(output.ok()) << output.error().message;
  EXPECT_EQ(output->out.find("the secret"), std::string::npos) << output->out;
  EXPECT_NE(output->err.find("too many open files"), std::string::npos) << output->err;
}

TEST(Esbuild, HasNothingOfThisProcessButWhatItIsGiven) {
  const auto bytes = embedded::esbuild();
  const Result<MemoryFile> program =
      MemoryFile::Create({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, true);
  ASSERT_TRUE(program.ok()) << program.error().message;
  const Result<MemoryFile> output = MemoryFile::Create("");
  int input[2];
  ASSERT_EQ(pipe2(input, O_CLOEXEC), 0);  // it waits for its input, and can be looked at meanwhile
  const int inheritable = open("/dev/null", O_RDONLY);
  ASSERT_GE(inheritable, 0);

  std::string name = "esbuild";
  std::string loader = "--loader=ts";
  char* arguments[] = {name.data(), loader.data(), nullptr};
  char* environment[] = {nullptr};
  pid_t pid = 0;
  ASSERT_EQ(
      StartConfined(
          {(*program).fd(), input[0], (*output).fd(), (*output).fd(), arguments, environment, {}},
          &pid),
      0);
  // More than a pipe holds: when it is written, the program runs and has begun to read.
  const std::string text(256 << 10, ' ');
  ASSERT_EQ(write(input[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  const std::string process = "/proc/" + std::to_string(pid);
  std::set<std::string> descriptors;
  for (const auto& entry : std::filesystem::directory_iterator(process + "/fd")) {
    descriptors.insert(entry.path().filename());
  }
  EXPECT_EQ(descriptors, (std::set<std::string>{"0", "1", "2"}));
  EXPECT_EQ(std::filesystem::read_symlink(process + "/cwd"), "/");
  EXPECT_EQ(std::filesystem::file_size(process + "/environ"), 0u);

  close(inheritable);
  close(input[0]);
  close(input[1]);
  int status = 0;
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  EXPECT_EQ(status, 0);
}

TEST(Esbuild, AProgramThatCannotBeStartedIsAnError) {
  const Result<MemoryFile> text = MemoryFile::Create("no program", true);
  ASSERT_TRUE(text.ok());
  char* nothing[] = {nullptr};
  pid_t pid = 0;
  const int fd = (*text).fd();
  EXPECT_EQ(StartConfined({fd, fd, fd, fd, nothing, nothing, {}}, &pid), ENOEXEC);
}

}  // namespace
}  // namespace sendoff::sources
