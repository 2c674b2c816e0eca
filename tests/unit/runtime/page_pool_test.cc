// SPDX-License-Identifier: MIT
#include "runtime/v8/page_pool.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/v8/platform.h"
#include "runtime/v8/pooled_platform.h"

namespace sendoff::runtime {
namespace {

using Access = v8::PageAllocator::Permission;

constexpr size_t kChunk = PagePool::kChunkBytes;

// The real pages, counted.
class CountedPages final : public ForwardingPages {
 public:
  CountedPages() : ForwardingPages(*Platform::Get().v8()->GetPageAllocator()) {}

  void* AllocatePages(void* address, size_t length, size_t alignment, Access access) override {
    ++allocated;
    return ForwardingPages::AllocatePages(address, length, alignment, access);
  }
  bool FreePages(void* address, size_t length) override {
    ++freed;
    return ForwardingPages::FreePages(address, length);
  }
  bool SetPermissions(void* address, size_t length, Access access) override {
    return !refuses && ForwardingPages::SetPermissions(address, length, access);
  }

  int allocated = 0;
  int freed = 0;
  bool refuses = false;
};

class PagePoolTest : public testing::Test {
 protected:
  // What V8 does for a page of its heap.
  char* Take() {
    void* chunk = pool_.AllocatePages(nullptr, kChunk, kChunk, Access::kNoAccess);
    EXPECT_TRUE(pool_.SetPermissions(chunk, kChunk, Access::kReadWrite));
    return static_cast<char*>(chunk);
  }
  void Free(char* chunk, size_t length = kChunk) { EXPECT_TRUE(pool_.FreePages(chunk, length)); }

  CountedPages pages_;
  int began_ = 0;
  PagePool pool_{pages_, 2, [this] { ++began_; }};
};

const auto kPage = static_cast<size_t>(sysconf(_SC_PAGESIZE));

// How many bytes of the chunk have memory.
size_t Resident(char* chunk) {
  std::vector<unsigned char> pages(kChunk / kPage);
  EXPECT_EQ(mincore(chunk, kChunk, pages.data()), 0);
  return kPage * static_cast<size_t>(std::count_if(pages.begin(), pages.end(),
                                                   [](auto page) { return (page & 1) != 0; }));
}

bool IsClear(const char* chunk) {
  return std::all_of(chunk, chunk + kChunk, [](char byte) { return byte == 0; });
}

TEST_F(PagePoolTest, AFreedChunkIsGivenOutAgain) {
  char* chunk = Take();
  Free(chunk);
  EXPECT_EQ(Take(), chunk);
  EXPECT_EQ(pages_.allocated, 1);
  EXPECT_EQ(pages_.freed, 0);
  Free(chunk);
}

TEST_F(PagePoolTest, NothingOfItsFormerUseIsLeftInIt) {
  char* chunk = Take();
  std::memset(chunk + 5000, 'x', 100'000);
  Free(chunk);
  EXPECT_TRUE(IsClear(Take()));
  Free(chunk);
}

TEST_F(PagePoolTest, ToClearAChunkGivesNoMemoryToPagesThatHadNone) {
  char* chunk = Take();
  chunk[5000] = 'x';
  Free(chunk);
  EXPECT_EQ(Resident(Take()), kPage);
  Free(chunk);
}

TEST_F(PagePoolTest, AChunkWithoutAccessCanBeWrittenAgain) {
  char* chunk = Take();
  ASSERT_TRUE(pool_.SetPermissions(chunk, kChunk, Access::kNoAccess));
  Free(chunk);
  ASSERT_EQ(pool_.AllocatePages(nullptr, kChunk, kChunk, Access::kReadWrite), chunk);
  chunk[kChunk - 1] = 'x';
  Free(chunk);
}

TEST_F(PagePoolTest, AChunkThatWasCutComesBackWhole) {
  char* chunk = Take();
  std::memset(chunk, 'x', kChunk);
  ASSERT_TRUE(pool_.ReleasePages(chunk, kChunk, 65536));
  EXPECT_EQ(Resident(chunk), 65536u);
  ASSERT_TRUE(pool_.ReleasePages(chunk, 65536, 8192));
  EXPECT_EQ(Resident(chunk), 8192u);
  Free(chunk, 8192);
  EXPECT_EQ(Take(), chunk);
  EXPECT_TRUE(IsClear(chunk));
  chunk[kChunk - 1] = 'x';
  Free(chunk);
  EXPECT_EQ(pages_.freed, 0);
}

TEST_F(PagePoolTest, WhatIsNoChunkOfAHeapIsNotKept) {
  void* code = pool_.AllocatePages(nullptr, 2 * kChunk, kChunk, Access::kNoAccess);
  EXPECT_TRUE(pool_.FreePages(code, 2 * kChunk));
  EXPECT_EQ(pages_.freed, 1);
  char* chunk = Take();
  Free(chunk);
  void* other = pool_.AllocatePages(nullptr, kChunk, kPage, Access::kNoAccess);
  EXPECT_NE(other, chunk);
  EXPECT_TRUE(pages_.FreePages(other, kChunk));
}

TEST_F(PagePoolTest, NoMoreAreKeptThanItWasTold) {
  char* chunks[] = {Take(), Take(), Take()};
  for (char* chunk : chunks) Free(chunk);
  EXPECT_EQ(pages_.freed, 1);
}

TEST_F(PagePoolTest, AChunkThatCannotBeMadeWritableIsNotKept) {
  char* chunk = Take();
  pages_.refuses = true;
  Free(chunk);
  EXPECT_EQ(pages_.freed, 1);
}

TEST_F(PagePoolTest, WhatNobodyWantsBetweenTwoTrimsGoesBackToTheSystem) {
  char* chunks[] = {Take(), Take()};
  for (char* chunk : chunks) Free(chunk);
  EXPECT_EQ(began_, 1);
  EXPECT_TRUE(pool_.Trim());
  EXPECT_EQ(pages_.freed, 0);
  Free(Take());
  EXPECT_TRUE(pool_.Trim());
  EXPECT_EQ(pages_.freed, 1);
  EXPECT_FALSE(pool_.Trim());
  EXPECT_EQ(pages_.freed, 2);
  EXPECT_EQ(began_, 1);
}

TEST_F(PagePoolTest, TrimmingBeginsAnewWhenAnythingIsKeptAgain) {
  Free(Take());
  while (pool_.Trim()) {
  }
  Free(Take());
  EXPECT_EQ(began_, 2);
}

// The default platform on counted pages, with a hand for its clock.
class HandPlatform final : public ForwardingPlatform {
 public:
  HandPlatform() : ForwardingPlatform(*runtime::Platform::Get().v8()) {}

  v8::PageAllocator* GetPageAllocator() override { return &pages; }
#if SENDOFF_V8_AT_LEAST(13, 0)
  void PostDelayedTaskOnWorkerThreadImpl(v8::TaskPriority, std::unique_ptr<v8::Task> task, double,
                                         const v8::SourceLocation&) override {
#else
  void CallDelayedOnWorkerThread(std::unique_ptr<v8::Task> task, double) override {
#endif
    delayed = std::move(task);
  }

  CountedPages pages;
  std::unique_ptr<v8::Task> delayed;
};

TEST(PooledPlatform, GivesBackWhatItHasKeptForSomeTime) {
  HandPlatform hand;
  PooledPlatform platform(hand);
  v8::PageAllocator& pages = *platform.GetPageAllocator();
  void* chunk = pages.AllocatePages(nullptr, kChunk, kChunk, Access::kReadWrite);
  EXPECT_EQ(hand.delayed, nullptr);
  EXPECT_TRUE(pages.FreePages(chunk, kChunk));
  ASSERT_NE(hand.delayed, nullptr);
  std::exchange(hand.delayed, nullptr)->Run();
  EXPECT_EQ(hand.pages.freed, 0);
  ASSERT_NE(hand.delayed, nullptr);
  std::exchange(hand.delayed, nullptr)->Run();
  EXPECT_EQ(hand.pages.freed, 1);
  EXPECT_EQ(hand.delayed, nullptr);
}

}  // namespace
}  // namespace sendoff::runtime
