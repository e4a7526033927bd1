#include "scenario/web/filling.h"

#include <algorithm>

#include "scenario/context.h"
#include "scenario/octets.h"

namespace cts {

using testing::AnyOf;
using testing::Ge;

CodeMatcher RefusedForWantOfRoom() {
  return Code(AnyOf(552, 452, 451, 553, 550, 426));
}

std::size_t fill_file_size(Context& context) {
  constexpr std::uint64_t smallest = 65'536;
  constexpr std::uint64_t largest = 256'000'000;
  return std::clamp(context.profile().web.quota / 16, smallest, largest);
}

Fill filled(Context& context) {
  const Profile::Web& web = context.profile().web;
  Fill fill;
  fill.octets = noise(fill_file_size(context), 20);
  // Of seven bits: what becomes of others on the way is FTP-XFER-1's business.
  for (char& octet : fill.octets) octet = static_cast<char>(octet & 0x7F);
  do {
    fill.last_name = "fill-" + std::to_string(fill.names.size() + 1) + ".dat";
    fill.last = context.place().session().upload(context.place().path(fill.last_name), fill.octets);
    if (!fill.is_refused()) fill.names.push_back(fill.last_name);
    // Who says yes to everything would be filled for ever.
    if (fill.names.size() == 1)
      context.need("what is taken is there",
                   context.place().session().download(context.place().path(fill.last_name)).data.size(),
                   Ge(fill.octets.size() / 2));
  } while (!fill.is_refused() && fill.stored() < web.quota_refused_from);
  return fill;
}

FtpTransfer fetched_anew(Context& context, std::string_view name) {
  return context.ftp().download(context.place().path(name));
}

}  // namespace cts
