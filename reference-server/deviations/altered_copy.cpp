#include "deviations/altered_copy.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace refd {

Result<std::string> whole_content(const UniqueFd& fd) {
  constexpr off_t limit = 256L << 20;
  struct stat facts {};
  if (::fstat(fd.get(), &facts) != 0) return last_system_error();
  if (facts.st_size > limit) return system_error(EFBIG);
  std::string content(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const auto got =
        ::pread(fd.get(), content.data() + filled, content.size() - filled, static_cast<off_t>(filled));
    if (got < 0) return last_system_error();
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

Result<UniqueFd> file_in_memory(std::string_view content) {
  UniqueFd copy(::memfd_create("altered", MFD_CLOEXEC));
  if (!copy) return last_system_error();
  while (!content.empty()) {
    const auto written = ::write(copy.get(), content.data(), content.size());
    if (written < 0) return last_system_error();
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::lseek(copy.get(), 0, SEEK_SET) < 0) return last_system_error();
  return copy;
}

Result<UniqueFd> altered_copy(UniqueFd original, const std::function<void(std::string&)>& alter) {
  auto content = whole_content(original);
  if (!content) return content.error();
  alter(*content);
  auto copy = file_in_memory(*content);
  if (!copy) return copy;
  // Only its content is another: when it was changed is what other clauses ask.
  struct stat facts {};
  if (::fstat(original.get(), &facts) != 0) return last_system_error();
  const timespec times[] = {facts.st_atim, facts.st_mtim};
  if (::futimens(copy->get(), times) != 0) return last_system_error();
  return copy;
}

}  // namespace refd
