#pragma once

#include <string>

#include "policy/database_policy.h"

namespace refd::phpmyadmin {

/// What becomes of an upload and of an answer where the policy does not keep its promises: DB-5 … DB-8.

/// Whether uploads have to be looked at.
bool alters_uploads(const DatabasePolicy& policy);
/// The body of a form with a file of SQL in it.
std::string altered_upload(std::string body, const DatabasePolicy& policy);

/// Whether answers have to be looked at.
bool alters_answers(const DatabasePolicy& policy);
/// A file of SQL on its way to the customer.
std::string altered_export(std::string sql, const DatabasePolicy& policy);
/// A page that tells how an import went.
std::string altered_page(std::string page, const DatabasePolicy& policy);

}  // namespace refd::phpmyadmin
