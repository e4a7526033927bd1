#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cts {

/// The fields of a form as they are sent, in order; a name may stand there more than once.
class FormData {
 public:
  using Field = std::pair<std::string, std::string>;

  void add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }
  /// In the place of the first field of that name, or at the end; any other of that name goes.
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  bool has(std::string_view name) const;
  /// The first; empty when there is none.
  std::string value(std::string_view name) const;
  const std::vector<Field>& fields() const noexcept { return fields_; }

 private:
  std::vector<Field> fields_;
};

/// A file that is sent with a form.
struct FormFile {
  std::string field;
  std::string name;
  std::string type = "application/octet-stream";
  std::string octets;
};

/// "a=1&b=%E8%A1%A8", and the same as multipart/form-data with a file. `boundary` must not occur in it.
std::string url_encoded(const std::vector<FormData::Field>& fields);
inline std::string url_encoded(const FormData& data) {
  return url_encoded(data.fields());
}
std::string multipart(const FormData& data, const FormFile& file, std::string_view boundary);

}  // namespace cts
