#include "net/control_socket.h"

#include <unistd.h>

#include <thread>

#include <gtest/gtest.h>

namespace refd::net {
namespace {

TEST(ControlSocket, AnAnswerMayTakeLongerThanAPeerMay) {
  static constexpr auto patience = std::chrono::milliseconds(20);
  boost::asio::io_context io;
  SessionGroup sessions(nullptr);
  const auto path = std::filesystem::path(testing::TempDir()) / ("control-" + std::to_string(::getpid()));
  ControlSocket socket(
      io, path, sessions,
      [](const std::string& request) {
        std::this_thread::sleep_for(10 * patience);
        return "answer to " + request;
      },
      silent_log(), patience);
  socket.start();
  std::thread runs([&io] { io.run_for(std::chrono::seconds(20)); });
  const auto answer = ask_control_socket(path, "question", std::chrono::seconds(15));
  io.stop();
  runs.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, "answer to question");
}

}  // namespace
}  // namespace refd::net
