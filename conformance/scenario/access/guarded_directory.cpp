#include "scenario/access/guarded_directory.h"

#include <utility>

#include "scenario/context.h"

namespace cts {

std::string address_of(Context& context, unsigned from) {
  const auto& points = context.target().vantage_points;
  if (from >= points.size())
    context.stop_inconclusive("the target names no vantage point number " + std::to_string(from + 1));
  const VantagePoint& point = points[from];
  if (!point.proxy.empty())
    context.stop_inconclusive("vantage point " + point.name +
                              " goes through a proxy: which address the target sees is not known");
  if (point.bind.empty())
    context.stop_inconclusive("the target file does not say which address vantage point " + point.name +
                              " comes from (bind)");
  return point.bind;
}

FtpClient stranger(Context& context) {
  FtpClient ftp = context.ftp(1);
  if (context.target().vantage_points[1].proxy.empty()) {
    context.need("the second vantage point comes from another address than the first", ftp.local_address(),
                 testing::Ne(address_of(context, 0)));
  }
  return ftp;
}

std::string access_file_for(std::string_view sources) {
  return "<Limit ALL>\nOrder Allow,Deny\nAllow from " + std::string(sources) + "\nDeny from all\n</Limit>\n";
}

GuardedDirectory::GuardedDirectory(Context& context, std::string name)
    : context_(context), name_(std::move(name)), text_(context.unique()) {
  context_.place().make_directory(name_);
  context_.place().put(in_place(file_name_), text_);
}

void GuardedDirectory::close(std::string_view others) {
  upload_access_file(others);
  rename_access_file();
}

void GuardedDirectory::upload_access_file(std::string_view others) {
  std::string sources = address_of(context_, 0);
  if (!others.empty()) sources += " " + std::string(others);
  context_.place().put(in_place(context_.profile().access_files.upload_name), access_file_for(sources));
}

void GuardedDirectory::rename_access_file(std::string_view name) {
  const auto& names = context_.profile().access_files;
  context_.place().rename(in_place(names.upload_name), in_place(name.empty() ? names.file_name : name));
}

void need_open_to_strangers(Context& context, const GuardedDirectory& directory) {
  FtpClient ftp = stranger(context);
  context.need("the other source can fetch a file while there is no access file",
               ftp.download(directory.file()), DataIs(directory.text()));
  context.need("and can store one", ftp.upload(directory.path("earlier.html"), context.unique()),
               TransferSucceeds());
  ftp.quit();
}

std::string GuardedDirectory::in_place(std::string_view name) const {
  return name_ + "/" + std::string(name);
}

std::string GuardedDirectory::path(std::string_view name) const {
  return context_.place().path(name.empty() ? name_ : in_place(name));
}

std::string GuardedDirectory::access_file() const {
  return path(context_.profile().access_files.file_name);
}

}  // namespace cts
