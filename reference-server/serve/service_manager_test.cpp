#include "serve/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <gtest/gtest.h>

#include "base/unique_fd.h"

namespace refd {
namespace {

class ServiceManagerTest : public testing::Test {
 protected:
  ServiceManagerTest() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    std::string pattern = (std::filesystem::temp_directory_path() / "service-manager-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = pattern;
    path_ = folder_ + "/notify";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path_.begin(), path_.end(), std::begin(address.sun_path));
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("bind");
  }
  ~ServiceManagerTest() override {
    ::unsetenv("NOTIFY_SOCKET");
    std::filesystem::remove_all(folder_);
  }

  std::string heard() const {
    std::array<char, 64> octets{};
    const auto size = ::recv(socket_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    return size < 0 ? "" : std::string(octets.data(), static_cast<std::size_t>(size));
  }

  std::string folder_;
  std::string path_;
  UniqueFd socket_;
};

TEST_F(ServiceManagerTest, IsToldWhereItWantsToKnow) {
  ::setenv("NOTIFY_SOCKET", path_.c_str(), 1);
  tell_service_manager("READY=1");
  EXPECT_EQ(heard(), "READY=1");
}

TEST_F(ServiceManagerTest, IsNotToldWhereThereIsNone) {
  tell_service_manager("READY=1");
  EXPECT_EQ(heard(), "");
}

TEST_F(ServiceManagerTest, ThatIsNotThereIsNoFault) {
  for (const std::string& name : {folder_ + "/nobody", std::string("@"), std::string(200, 'x')}) {
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    tell_service_manager("READY=1");
  }
  EXPECT_EQ(heard(), "");
}

}  // namespace
}  // namespace refd
