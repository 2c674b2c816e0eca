// SPDX-License-Identifier: MIT
// bind_symbols IN OUT: copies a shared library and settles, in the copy, what the dynamic loader
// would otherwise look up by name at each start: references of the library to its own symbols
// become relative, as if it had been linked with -Bsymbolic. docs/performance.md says what that is
// worth. The copy lies in another folder, so it loses the search path that the library may bring
// ($ORIGIN in forky's libnode): the program's own counts. It is a program of the build, and exits
// with 1 and a message on anything unexpected.
//
// What it leaves alone: symbols that are unique in the process, thread-local, or chosen by the
// processor; and lazily bound calls, for which the loader knows no other form. Whoever links
// against the copy must not have copies of its variables (R_*_COPY), which code built with -fPIC
// never has.
#include <elf.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

namespace {

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "bind_symbols: %s\n", what.c_str());
  std::exit(1);
}

// The relocations of one processor by what they mean.
struct Kinds {
  Elf64_Half machine;
  Elf64_Word absolute;   // address of a symbol plus addend
  Elf64_Word data_slot;  // the same, in the global offset table
  Elf64_Word call_slot;  // the same, in the table of calls
  Elf64_Word relative;   // where the library was loaded plus addend
};
constexpr Kinds kKinds[] = {
    {EM_X86_64, R_X86_64_64, R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_X86_64_RELATIVE},
    {EM_AARCH64, R_AARCH64_ABS64, R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT, R_AARCH64_RELATIVE},
};

class Library {
 public:
  explicit Library(std::string bytes) : bytes_(std::move(bytes)) {
    const Elf64_Ehdr& header = *At<Elf64_Ehdr>(0, 1);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_type != ET_DYN) {
      Die("not a shared library of 64 bits");
    }
    const auto* kinds = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kinds& each) {
      return each.machine == header.e_machine;
    });
    if (kinds == std::end(kKinds)) Die("a processor it does not know");
    kinds_ = *kinds;
    segments_ = {At<Elf64_Phdr>(header.e_phoff, header.e_phnum), header.e_phnum};
    for (const Elf64_Phdr& segment : segments_) {
      if (segment.p_type != PT_DYNAMIC) continue;
      const size_t count = segment.p_filesz / sizeof(Elf64_Dyn);
      dynamic_ = {At<Elf64_Dyn>(segment.p_offset, count), count};
    }
  }

  void Bind() {
    const std::span<Elf64_Rela> data = Table(DT_RELA, DT_RELASZ);
    size_t bound = BindIn(data);
    // The loader makes relative ones first, in a loop of their own, and is told how many there are.
    const auto rest = std::stable_partition(data.begin(), data.end(), [&](const Elf64_Rela& each) {
      return ELF64_R_TYPE(each.r_info) == kinds_.relative;
    });
    if (Elf64_Dyn* count = Find(DT_RELACOUNT)) {
      count->d_un.d_val = static_cast<Elf64_Xword>(rest - data.begin());
    }
    const Elf64_Dyn* flags = Find(DT_FLAGS);
    const bool at_once = Find(DT_BIND_NOW) != nullptr ||
                         (flags != nullptr && (flags->d_un.d_val & DF_BIND_NOW) != 0);
    if (at_once) bound += BindIn(Table(DT_JMPREL, DT_PLTRELSZ));
    std::printf("%zu references bound\n", bound);
  }

  void DropSearchPath() {
    if (Elf64_Dyn* path = Find(DT_RUNPATH)) path->d_tag = DT_LOOS;  // which means nothing
  }

  const std::string& bytes() const { return bytes_; }

 private:
  template <class T>
  T* At(size_t offset, size_t count) {
    if (offset > bytes_.size() || count > (bytes_.size() - offset) / sizeof(T)) Die("cut short");
    return reinterpret_cast<T*>(bytes_.data() + offset);
  }

  template <class T>
  T* AtAddress(Elf64_Addr address, size_t count) {
    for (const Elf64_Phdr& segment : segments_) {
      if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
      const Elf64_Addr offset = address - segment.p_vaddr;
      if (offset < segment.p_filesz) return At<T>(segment.p_offset + offset, count);
    }
    Die("an address outside of what is loaded");
  }

  Elf64_Dyn* Find(Elf64_Sxword tag) {
    const auto found = std::find_if(dynamic_.begin(), dynamic_.end(),
                                    [&](const Elf64_Dyn& each) { return each.d_tag == tag; });
    return found == dynamic_.end() ? nullptr : &*found;
  }

  std::span<Elf64_Rela> Table(Elf64_Sxword where, Elf64_Sxword size) {
    const Elf64_Dyn* start = Find(where);
    const Elf64_Dyn* bytes = Find(size);
    if (start == nullptr || bytes == nullptr) return {};
    const size_t count = bytes->d_un.d_val / sizeof(Elf64_Rela);
    return {AtAddress<Elf64_Rela>(start->d_un.d_ptr, count), count};
  }

  size_t BindIn(std::span<Elf64_Rela> relocations) {
    const Elf64_Dyn* symbols = Find(DT_SYMTAB);
    if (symbols == nullptr) Die("no symbols");
    size_t bound = 0;
    for (Elf64_Rela& relocation : relocations) {
      const Elf64_Xword type = ELF64_R_TYPE(relocation.r_info);
      if (type != kinds_.absolute && type != kinds_.data_slot && type != kinds_.call_slot) continue;
      const size_t index = ELF64_R_SYM(relocation.r_info);
      const Elf64_Sym& symbol =
          *AtAddress<Elf64_Sym>(symbols->d_un.d_ptr + index * sizeof(Elf64_Sym), 1);
      if (!IsOwn(symbol)) continue;
      relocation.r_info = ELF64_R_INFO(0, kinds_.relative);
      relocation.r_addend += static_cast<Elf64_Sxword>(symbol.st_value);
      ++bound;
    }
    return bound;
  }

  static bool IsOwn(const Elf64_Sym& symbol) {
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto type = ELF64_ST_TYPE(symbol.st_info);
    return symbol.st_shndx != SHN_UNDEF && symbol.st_shndx < SHN_LORESERVE &&
           (binding == STB_GLOBAL || binding == STB_WEAK) &&
           (type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE);
  }

  std::string bytes_;
  Kinds kinds_;
  std::span<Elf64_Phdr> segments_;
  std::span<Elf64_Dyn> dynamic_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) Die("usage: bind_symbols IN OUT");
  std::ifstream in(argv[1], std::ios::binary);
  if (!in) Die(std::string("cannot read ") + argv[1]);
  Library library(std::string(std::istreambuf_iterator<char>(in), {}));
  library.Bind();
  library.DropSearchPath();
  // A program that runs on the copy that is there keeps it.
  const std::string next = std::string(argv[2]) + ".next";
  std::ofstream out(next, std::ios::binary);
  out << library.bytes();
  out.close();
  if (!out) Die("cannot write " + next);
  if (std::rename(next.c_str(), argv[2]) != 0) Die(std::string("cannot write ") + argv[2]);
}
