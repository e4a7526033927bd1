#include "scenario/ssi/page.h"

#include "scenario/context.h"

namespace cts {

std::string page_extension(Context& context) {
  const auto& extensions = context.profile().ssi.extensions;
  if (extensions.empty()) context.not_applicable("the profile names no extension for pages with directives");
  return extensions.front();
}

void put_page(Context& context, std::string_view stem, std::string_view text) {
  context.place().put(std::string(stem) + page_extension(context), text);
}

HttpReply shown_page(Context& context, std::string_view stem, std::string_view text) {
  put_page(context, stem, text);
  return context.web().get(context.place().url_path(std::string(stem) + page_extension(context)));
}

Framed::Framed(Context& context)
    : before_("<p>" + context.unique() + "["), after_("]" + context.unique() + "</p>\n") {}

std::string error_message_set_to(std::string_view message) {
  return "<!--#config errmsg=\"" + std::string(message) + "\" -->";
}

}  // namespace cts
