#include "scenario/place.h"

#include <cctype>
#include <stdexcept>
#include <utility>

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/remover.h"

namespace cts {
namespace {

std::string encoded_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isalnum(octet) != 0 || std::string_view("-_.~/").find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    out += '%';
    out += digits[octet >> 4];
    out += digits[octet & 15u];
  }
  return out;
}

}  // namespace

Place::Place(Context& context, Footprint& footprint, std::string directory, std::string documents)
    : context_(context),
      footprint_(footprint),
      directory_(std::move(directory)),
      documents_(std::move(documents)),
      session_(context.ftp()) {}

Place::~Place() = default;

void Place::create() {
  footprint_.about_to_create(directory_);
  announced_ = true;
  context_.need("a directory " + directory_ + " can be made", session_.command("MKD " + directory_),
                Completed());
}

std::string Place::path(std::string_view name) const {
  return name.empty() ? directory_ : directory_ + "/" + std::string(name);
}

std::string Place::url_path(std::string_view name) const {
  const std::string prefix = documents_ == "/" ? "" : documents_;
  if (!directory_.starts_with(prefix + "/")) throw std::logic_error(directory_ + " has no URL");
  return encoded_path(directory_.substr(prefix.size()) + "/" + std::string(name));
}

void Place::put(std::string_view name, std::string_view content) {
  context_.need("the file " + path(name) + " can be uploaded", session_.upload(path(name), content),
                TransferSucceeds());
}

void Place::make_directory(std::string_view name) {
  context_.need("the directory " + path(name) + " can be made", session_.command("MKD " + path(name)),
                Completed());
}

void Place::remove(std::string_view name) {
  context_.need("the file " + path(name) + " can be deleted", session_.command("DELE " + path(name)),
                Completed());
}

void Place::rename(std::string_view from, std::string_view to) {
  context_.need(path(from) + " can be renamed", session_.command("RNFR " + path(from)), Intermediate());
  context_.need(path(from) + " can be renamed to " + path(to), session_.command("RNTO " + path(to)),
                Completed());
}

void Place::change_mode(std::string_view name, std::string_view mode) {
  context_.need("the mode of " + path(name) + " can be set to " + std::string(mode),
                session_.command("SITE CHMOD " + std::string(mode) + " " + path(name)), Completed());
}

std::vector<std::string> Place::remove_all() {
  if (!announced_) return {};
  // A session that the scenario has left in an unknown state is no tool.
  if (session_.command("NOOP").code != 200) {
    session_.abandon();
    session_ = context_.ftp();
  }
  std::vector<std::string> left = Remover(session_).remove(directory_);
  if (left.empty()) {
    footprint_.removed(directory_);
    announced_ = false;
  }
  session_.quit();
  return left;
}

}  // namespace cts
