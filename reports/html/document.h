#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "reports/html/markup.h"

/// What every page of ours is: one file in English and Japanese, which loads nothing.
namespace reports::html {

/// A script of ours, and its SHA-256 in base64: no other may run, whatever a target managed to put on the
/// page. A test compares them.
struct Script {
  std::string_view text;
  std::string_view sha256;
};

struct Document {
  std::string title;
  /// After the common ones.
  std::string_view styles;
  /// At the end of the page, when it is there; empty: none.
  Script script;
};

/// The whole page, with `body` in it.
std::string document(const Document& document, const std::function<void(Markup&)>& body);

/// Chooses between the languages; switched by style alone, a script only chooses which is on at first.
void languages(Markup& out);

}  // namespace reports::html
