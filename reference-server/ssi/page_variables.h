#pragma once

#include "http/content_handler.h"
#include "ssi/variables.h"

namespace refd::ssi {

/// The variables that a page begins with: those of CGI (RFC 3875, and Apache's own), without credentials and
/// without what a `Proxy` field would become, and those of mod_include.
void add_page_variables(const http::ResolvedRequest& request, Variables& variables);

/// Those that a document included by `request` changes for all that comes after it.
void note_query(const http::ResolvedRequest& request, Variables& variables);

}  // namespace refd::ssi
