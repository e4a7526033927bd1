#pragma once

#include <string>
#include <string_view>

#include "config/config_error.h"
#include "target/profile.h"

namespace cts {

/// Lays what a profile's text says over `base`. With `base` empty (no name), the text must state every value.
Checked<Profile> read_profile_onto(const Profile& base, std::string_view text, const std::string& file);

}  // namespace cts
