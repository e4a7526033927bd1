#pragma once

#include <memory>
#include <optional>

#include "files/file_tree.h"
#include "ftp/ascii_flow.h"

namespace refd {

/// A file on its way in, translated when the type asks for it. Dropped without commit() it leaves no trace.
class ReceivedFile final : public ByteSink {
 public:
  ReceivedFile(std::unique_ptr<Upload> upload, bool ascii) : raw_(std::move(upload)) {
    if (ascii) ascii_.emplace(raw_);
  }

  Result<void> write(std::span<const char> octets) override {
    return ascii_ ? ascii_->write(octets) : raw_.write(octets);
  }

  Result<void> commit() {
    if (ascii_) {
      if (const auto finished = ascii_->finish(); !finished) return finished;
    }
    return raw_.upload->commit();
  }

 private:
  struct Raw final : ByteSink {
    explicit Raw(std::unique_ptr<Upload> given) : upload(std::move(given)) {}
    Result<void> write(std::span<const char> octets) override { return upload->write(octets); }
    std::unique_ptr<Upload> upload;
  };

  Raw raw_;
  std::optional<AsciiSink> ascii_;
};

}  // namespace refd
