#pragma once

#include <boost/asio/ssl/context.hpp>

#include "net/tls_context.h"

namespace refd::net {

struct TlsContext::State {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
};

}  // namespace refd::net
