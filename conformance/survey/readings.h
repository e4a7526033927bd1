#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "client/http_client.h"

/// Single things read out of what a host said. Pure.
namespace cts {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7, the form that is to be sent); nullopt for anything else.
std::optional<std::chrono::sys_seconds> moment_of_http_date(std::string_view text);

/// The number behind SIZE (RFC 1870 §3); 0 where there is none, or one that does not fit.
std::uint64_t size_of_parameter(std::string_view text);

/// Whether an answer comes from phpMyAdmin: its page, its cookies, or a refusal to let anybody in that names
/// it.
bool is_phpmyadmin(const HttpReply& reply);

/// Whether an address is for use within a network alone (RFC 1918, RFC 6598, RFC 4193, loopback and
/// link-local).
bool is_private_address(const std::string& address);

}  // namespace cts
