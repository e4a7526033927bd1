#pragma once

// What hosting-script tells the server that started it, one packet each on the control socket: a letter, then
// text. The server ends the script by ending its side of the socket. No other includes: both programs have
// it.
namespace refd::cgi::wrapper {

/// Why a script could not be started; the text says it for people.
inline constexpr char no_permission = 'p';  ///< nobody may execute it
inline constexpr char no_interpreter_line = 'l';
inline constexpr char bad_interpreter = 'i';  ///< the line names what cannot be executed
inline constexpr char too_busy = 'b';         ///< the limit of processes is reached
inline constexpr char other_failure = 'o';
/// A signal has ended it; the text is its number. What it has started may still run.
inline constexpr char ended = 'x';

/// The descriptors that it is given beside the standard ones.
inline constexpr int control_descriptor = 3;
inline constexpr int root_descriptor = 4;
/// Of the mounts that it is to see the machine through, where it is ordered to.
inline constexpr int world_descriptor = 5;

}  // namespace refd::cgi::wrapper
