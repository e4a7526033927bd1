#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "mail/mail_drop.h"
#include "mail/mail_fuzz.h"

namespace refd {
namespace {

namespace fs = std::filesystem;
using fuzzing::require;
using fuzzing::require_same;

// One for all inputs, in memory where there is such a place: what is handed over is flushed.
const std::string& folder() {
  struct Folder {
    std::string path;
    Folder() {
      const fs::path memory = "/dev/shm";
      const auto place = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
      path = (place / "fuzzed-drop-XXXXXX").string();
      if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no directory for the fuzzed drop");
    }
    ~Folder() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  };
  static const Folder made;
  return made.path;
}

std::string message_of(const MailDrop::Dropped& dropped, std::uint64_t start) {
  std::string message(dropped.octets, '\0');
  const auto octets = ::pread(dropped.file.get(), message.data(), message.size(), static_cast<off_t>(start));
  message.resize(octets < 0 ? 0 : static_cast<std::size_t>(octets));
  return message;
}

void require_sound(const DroppedEnvelope& envelope) {
  const auto is_one_line = [](const std::string& address) {
    require(is_envelope_address(address) && address.size() <= 320, "an address is one", address);
    require(std::none_of(address.begin(), address.end(),
                         [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }),
            "an address is one line", address);
  };
  require(!envelope.recipients.empty(), "a message is for somebody");
  if (!envelope.sender.empty()) is_one_line(envelope.sender);
  for (const auto& recipient : envelope.recipients) is_one_line(recipient);
}

// A customer's own file.
void check_file(const MailDrop& drop, std::string_view text) {
  const std::string name = "0123456789ab-0";
  std::ofstream(folder() + "/" + name, std::ios::binary) << text;
  const auto dropped = drop.open(name);
  if (dropped) {
    require_sound(dropped->envelope);
    require(dropped->start + dropped->octets == text.size(), "a message is what follows its envelope", text);
    require(text.substr(0, dropped->start).ends_with("\n\n"), "an envelope ends in an empty line", text);
  }
  require(drop.remove(name).has_value(), "what lies there can be removed");
}

// The first lines are addresses, what follows an empty one is the message.
template <bool reads_the_header>
void check_round(const MailDrop& drop, std::string_view text) {
  const auto end = std::min(text.find("\n\n"), text.size());
  const auto body = text.substr(std::min(end + 2, text.size()));
  DroppedEnvelope envelope;
  for (const auto line : fuzzing::lines_of(text.substr(0, end))) {
    if (!is_envelope_address(line)) continue;
    if (envelope.sender.empty()) envelope.sender = line;
    envelope.recipients.emplace_back(line);
  }
  auto incoming = drop.begin(envelope);
  require(incoming.has_value() == !envelope.recipients.empty(), "an envelope with recipients is taken", text);
  if (!incoming) return;
  require((*incoming)->write(body).has_value(), "a message can be written");
  const auto name = (*incoming)->commit();
  require(name.has_value(), "a message can be handed over");
  const auto names = drop.names(10);
  require(names.has_value() && names->size() == 1 && names->front() == *name, "what is handed over is found");
  const auto dropped = drop.open(*name);
  require(dropped.has_value(), "what is handed over can be opened");
  require_sound(dropped->envelope);
  require_same(dropped->envelope.sender, envelope.sender, "a sender stays");
  require(dropped->envelope.recipients == envelope.recipients, "recipients stay", text);
  const auto header = reads_the_header ? std::min(body.find("\n\n"), body.size()) : 0;
  const bool is_removed = drop.remove(*name).has_value();
  require_same(message_of(*dropped, dropped->start + header), body, "a message stays");
  require(is_removed, "what lies there can be removed");
}

}  // namespace

void check_drop(std::string_view text) {
  const MailDrop drop(folder());
  check_file(drop, text);
  check_round<false>(drop, text);
}

void check_drop_after_the_header(std::string_view text) {
  check_round<true>(MailDrop(folder()), text);
}

}  // namespace refd
