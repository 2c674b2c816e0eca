// SPDX-License-Identifier: MIT
// What a step can reach by a name, and what it is told of the rest.
#include "sources/source_root.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::sources {
namespace {

using runtime::StepFolder;

namespace fs = std::filesystem;
using Entry = SourceRoot::Entry;

// A folder with a root in it, `in`, and a neighbour that is none of the step's business, `out`.
class SourceRootTest : public testing::Test {
 protected:
  SourceRootTest() {
    folder_.Write("in/step.mjs", "step");
    folder_.Write("in/lib/a.mjs", "a");
    folder_.Write("out/secret.json", "\"secret\"");
  }

  std::string At(const std::string& name) const { return folder_.path() + "/" + name; }
  void Link(const std::string& to, const std::string& name) const {
    fs::create_symlink(to, At(name));
  }
  Result<SourceRoot> Open() const { return SourceRoot::Open(At("in"), At("in/step.mjs")); }
  Entry Look(const std::string& name) const { return Open()->Look(At(name)); }
  // Its text, or the error's name and message.
  std::string Read(const std::string& name) const {
    const Result<std::string> text = Open()->Read(At(name));
    return text.ok() ? *text
                     : std::string(ErrorName(text.error().code)) + ": " + text.error().message;
  }
  void IsOutside(const std::string& name) const {
    EXPECT_EQ(Look(name), Entry::kOutside) << name;
    EXPECT_TRUE(Read(name).starts_with("ERR_OUTSIDE_ROOT: cannot read ")) << Read(name);
    EXPECT_EQ(Read(name).find("secret\""), std::string::npos) << Read(name);
  }

  const StepFolder folder_;
};

TEST_F(SourceRootTest, ReadsWhatIsInIt) {
  EXPECT_EQ(Read("in/step.mjs"), "step");
  EXPECT_EQ(Read("in/lib/a.mjs"), "a");
  EXPECT_EQ(Look("in/step.mjs"), Entry::kFile);
  EXPECT_EQ(Look("in/lib"), Entry::kFolder);
  EXPECT_EQ(Look("in"), Entry::kFolder);
  EXPECT_EQ(Look("in/nothing"), Entry::kNone);
}

TEST_F(SourceRootTest, IsTheStepsOwnFolderWhereNothingElseIsSaid) {
  const Result<SourceRoot> root = SourceRoot::Open("", At("in/lib/a.mjs"));
  ASSERT_TRUE(root.ok()) << root.error().message;
  EXPECT_EQ(root.value().path(), At("in/lib"));
  EXPECT_EQ(root.value().Look(At("in/lib/a.mjs")), Entry::kFile);
  EXPECT_EQ(root.value().Look(At("in/step.mjs")), Entry::kOutside);
}

TEST_F(SourceRootTest, NamesOutsideAreOutsideWhateverIsThere) {
  IsOutside("out/secret.json");
  IsOutside("out/nothing.json");
  IsOutside("in/../out/secret.json");
  IsOutside("in/lib/../../out/secret.json");
  folder_.Write("inside/x.json", "\"secret\"");  // begins with the root's name
  IsOutside("inside/x.json");
  EXPECT_EQ(Open()->Look("/etc/passwd"), Entry::kOutside);
  EXPECT_EQ(Open()->Look(""), Entry::kOutside);
}

TEST_F(SourceRootTest, LinksThatLeadOutAreOutsideWhateverIsThere) {
  Link("../out/secret.json", "in/relative.json");
  Link(At("out/secret.json"), "in/absolute.json");
  Link("../out", "in/folder");
  Link("../out/nothing.json", "in/nothing.json");
  Link(At("out/nothing.json"), "in/nothing_absolute.json");
  Link("relative.json", "in/chain.json");
  for (const char* name :
       {"in/relative.json", "in/absolute.json", "in/folder/secret.json", "in/folder/nothing.json",
        "in/nothing.json", "in/nothing_absolute.json", "in/chain.json"}) {
    IsOutside(name);
  }
}

TEST_F(SourceRootTest, LinksThatStayInsideLeadOn) {
  Link("lib/a.mjs", "in/relative.mjs");
  Link(At("in/lib/a.mjs"), "in/absolute.mjs");
  Link(At("in/lib"), "in/folder");
  Link("../in/lib/a.mjs", "in/lib/around.mjs");
  Link("absolute.mjs", "in/chain.mjs");
  for (const char* name :
       {"in/relative.mjs", "in/absolute.mjs", "in/folder/a.mjs", "in/chain.mjs"}) {
    EXPECT_EQ(Look(name), Entry::kFile) << name;
    EXPECT_EQ(Read(name), "a") << name;
  }
  EXPECT_EQ(Look("in/lib/around.mjs"), Entry::kNone);  // it means in/in/lib/a.mjs
}

TEST_F(SourceRootTest, ALinkInACircleIsNothing) {
  Link("b.mjs", "in/a.mjs");
  Link("a.mjs", "in/b.mjs");
  Link(At("in/c.mjs"), "in/c.mjs");
  EXPECT_EQ(Look("in/a.mjs"), Entry::kNone);
  EXPECT_NE(Look("in/c.mjs"), Entry::kFile);
}

TEST_F(SourceRootTest, ReadsRegularFilesOnly) {
  ASSERT_EQ(mkfifo(At("in/pipe.mjs").c_str(), 0600), 0);
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {AF_UNIX, {}};
  At("in/socket.mjs").copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(bind(server, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  close(server);
  Link("/dev/zero", "in/zero.mjs");
  EXPECT_EQ(Look("in/pipe.mjs"), Entry::kOther);
  EXPECT_EQ(Look("in/socket.mjs"), Entry::kOther);
  EXPECT_EQ(Read("in/pipe.mjs"), "ERR_IO: cannot read " + At("in/pipe.mjs") + ": it is not a file");
  EXPECT_TRUE(Read("in/socket.mjs").starts_with("ERR_IO: ")) << Read("in/socket.mjs");
  EXPECT_TRUE(Read("in/lib").ends_with("it is a folder")) << Read("in/lib");
  IsOutside("in/zero.mjs");
  // Also where the root is all there is.
  const Result<SourceRoot> all = SourceRoot::Open("/", At("in/step.mjs"));
  ASSERT_TRUE(all.ok()) << all.error().message;
  EXPECT_EQ(all.value().Look("/dev/zero"), Entry::kOther);
  EXPECT_FALSE(all.value().Read("/dev/zero").ok());
  EXPECT_TRUE(all.value().Read(At("in/step.mjs")).ok());
}

TEST_F(SourceRootTest, FollowsNoLinkOfTheSystemsOwn) {
  const Result<SourceRoot> all = SourceRoot::Open("/", At("in/step.mjs"));
  ASSERT_TRUE(all.ok()) << all.error().message;
  EXPECT_EQ(all.value().Look("/proc/self/root" + At("in/step.mjs")), Entry::kNone);
  EXPECT_EQ(all.value().Look("/proc/self/cwd/x.mjs"), Entry::kNone);
}

TEST_F(SourceRootTest, ALargeFileIsRefusedBeforeItIsRead) {
  folder_.Write("in/large.json", "");
  fs::resize_file(At("in/large.json"), std::uintmax_t{1} << 40);  // takes no room on the disk
  EXPECT_TRUE(Read("in/large.json").ends_with("it is larger than 64 MiB")) << Read("in/large.json");
}

TEST_F(SourceRootTest, ANameEndsNowhereButAtItsEnd) {
  using namespace std::string_literals;
  EXPECT_EQ(Open()->Look(At("in/step.mjs") + "\0.json"s), Entry::kOutside);
  EXPECT_FALSE(SourceRoot::Open("", At("in/step.mjs") + "\0x"s).ok());
  EXPECT_FALSE(SourceRoot::Open(At("in") + "\0x"s, At("in/step.mjs")).ok());
}

TEST_F(SourceRootTest, TheStepIsInIt) {
  const Result<SourceRoot> root = SourceRoot::Open(At("in/lib"), At("in/step.mjs"));
  ASSERT_FALSE(root.ok());
  EXPECT_EQ(root.error().code, ErrorCode::kOutsideRoot);
  Link("../out/secret.json", "in/entry.mjs");
  EXPECT_TRUE(Read("in/entry.mjs").starts_with("ERR_OUTSIDE_ROOT"));
  EXPECT_EQ(SourceRoot::Open(At("nowhere"), At("nowhere/step.mjs")).error().code, ErrorCode::kIo);
  EXPECT_EQ(SourceRoot::Open(At("in/step.mjs"), At("in/step.mjs")).error().code, ErrorCode::kIo);
}

TEST_F(SourceRootTest, MayHaveAnotherNameThanTheStepsFolder) {
  Link("in", "name");
  const Result<SourceRoot> root = SourceRoot::Open(At("name"), At("in/lib/a.mjs"));
  ASSERT_TRUE(root.ok()) << root.error().message;
  EXPECT_EQ(*root.value().Read(root.value().step_path()), "a");
  const Result<SourceRoot> named = SourceRoot::Open(At("in"), At("name/step.mjs"));
  ASSERT_TRUE(named.ok()) << named.error().message;
  EXPECT_EQ(*named.value().Read(named.value().step_path()), "step");
}

TEST_F(SourceRootTest, TheStepMayBeADescriptorOfTheProcess) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  ASSERT_EQ(write(ends[1], "piped", 5), 5);
  close(ends[1]);
  const std::string name = "/dev/fd/" + std::to_string(ends[0]);
  const Result<SourceRoot> root = SourceRoot::Open("", name);
  ASSERT_TRUE(root.ok()) << root.error().message;
  EXPECT_EQ(*root.value().Read(name), "piped");
  // Only the step itself.
  const Result<SourceRoot> other = SourceRoot::Open("", "/dev/fd/0");
  EXPECT_FALSE(other.value().Read(name).ok());
  close(ends[0]);
}

}  // namespace
}  // namespace sendoff::sources
