#include "cgi/wrapper/orders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

namespace refd::cgi::wrapper {

namespace {

bool read_number(const char* text, unsigned long long& number) {
  if (*text < '0' || *text > '9') return false;
  char* end = nullptr;
  errno = 0;
  number = strtoull(text, &end, 10);
  return errno == 0 && *end == '\0';
}

template <class Number>
bool set_number(const char* text, Number& target) {
  unsigned long long number = 0;
  if (!read_number(text, number)) return false;
  target = static_cast<Number>(number);
  return static_cast<unsigned long long>(target) == number;
}

struct NumberOrder {
  const char* name;
  rlim_t Orders::*target;
};
constexpr NumberOrder number_orders[] = {
    {"cpu", &Orders::cpu_seconds},  {"memory", &Orders::memory_octets},    {"processes", &Orders::processes},
    {"files", &Orders::open_files}, {"file-octets", &Orders::file_octets},
};

struct TextOrder {
  const char* name;
  const char* Orders::*target;
};
constexpr TextOrder text_orders[] = {
    {"directory", &Orders::directory}, {"name", &Orders::name}, {"path", &Orders::path},
    {"command", &Orders::command},     {"php", &Orders::php},   {"root", &Orders::root},
};

// The value if `word` is an order of that name.
const char* value_of(const char* word, const char* name) {
  const auto length = strlen(name);
  return strncmp(word, name, length) == 0 && word[length] == '=' ? word + length + 1 : nullptr;
}

bool read_order(const char* word, Orders& orders) {
  for (const auto& order : number_orders) {
    if (const auto* value = value_of(word, order.name)) return set_number(value, orders.*order.target);
  }
  for (const auto& order : text_orders) {
    if (const auto* value = value_of(word, order.name)) {
      orders.*order.target = value;
      return true;
    }
  }
  if (const auto* value = value_of(word, "user")) {
    orders.changes_user = true;
    return set_number(value, orders.user);
  }
  if (const auto* value = value_of(word, "group")) return set_number(value, orders.group);
  if (const auto* value = value_of(word, "owner")) return set_number(value, orders.owner);
  if (const auto* value = value_of(word, "wall")) return set_number(value, orders.wall_seconds);
  if (const auto* value = value_of(word, "withheld")) {
    if (orders.withheld_count == Orders::most_withheld) return false;
    orders.withheld[orders.withheld_count++] = value;
    return true;
  }
  if (strcmp(word, "stranger") == 0) {
    orders.is_stranger = true;
    return true;
  }
  if (strcmp(word, "world") == 0) {
    orders.is_in_world = true;
    return true;
  }
  return false;
}

// To setresuid(2) and setresgid(2) the highest number means: stay who you are, which is root.
template <class Id>
bool is_somebody_else(Id id) {
  return id != 0 && id != static_cast<Id>(-1);
}

// A name that could lead elsewhere is none.
bool is_entry_name(const char* name) {
  return *name != '\0' && strchr(name, '/') == nullptr && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

}  // namespace

bool read_orders(char** words, Orders& orders) {
  for (; *words != nullptr && strcmp(*words, "--") != 0; ++words) {
    if (!read_order(*words, orders)) return false;
  }
  if (*words == nullptr) return false;
  orders.arguments = words + 1;
  if (orders.changes_user && !(is_somebody_else(orders.user) && is_somebody_else(orders.group))) return false;
  if (orders.directory == nullptr) return false;
  if (orders.command != nullptr) return orders.name == nullptr;
  return orders.name != nullptr && is_entry_name(orders.name);
}

}  // namespace refd::cgi::wrapper
