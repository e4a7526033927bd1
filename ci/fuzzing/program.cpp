// What drives the targets of one fuzzer where libFuzzer does not.
//
//   NAME_fuzz --list                            name and longest input of each target
//   NAME_fuzz --target=T FOLDER [--mutations=N] the seeds in FOLDER/seeds, and N mutations of them (default:
//   as
//                                               many as the target says), always the same
//   NAME_fuzz --target=T FILE…                  these inputs
//
// An input that breaks a promise, or the program, is written to T.input in the working directory, and told.
// Exit: 0 all is well, 1 a promise is broken, 64 usage.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

#include "fuzzing/mutation.h"
#include "fuzzing/target.h"

namespace {

namespace fs = std::filesystem;

// The input that is being tried, for the handler of fatal signals.
std::string_view now_trying;
std::string findings_file;

// Whatever it calls may be called by a signal handler.
void write_finding() {
  if (FILE* const file = std::fopen(findings_file.c_str(), "wb")) {
    std::fwrite(now_trying.data(), 1, now_trying.size(), file);
    std::fclose(file);
  }
}

extern "C" void on_fatal_signal(int number) {
  write_finding();
  constexpr std::string_view text = "the program broke; the input is in the file TARGET.input here\n";
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) std::_Exit(70);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

fuzzing::Material material_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder / "seeds")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.empty()) throw std::runtime_error(folder.string() + " has no seeds");
  fuzzing::Material material;
  for (const auto& file : files) material.seeds.push_back(content_of(file));
  material.words = fuzzing::words_of_dictionary(content_of(folder / "dictionary"));
  return material;
}

// Whether all is well with that input; tells what is not, and keeps the input.
bool try_input(const fuzzing::Target& target, std::string_view input, std::string_view what) {
  now_trying = input;
  try {
    target.check(input);
    return true;
  } catch (const std::exception& error) {
    write_finding();
    std::cerr << target.name << ": " << what << ": " << error.what() << "\nthe input is in " << findings_file
              << ": " << fuzzing::shown(input) << '\n';
    return false;
  }
}

// Seeds, then mutations, to `visit`, until it says false.
template <class Visit>
bool for_each_input(const fuzzing::Target& target, const fuzzing::Material& material, std::size_t mutations,
                    Visit visit) {
  for (const auto& seed : material.seeds) {
    if (!visit(seed, "a seed")) return false;
  }
  fuzzing::Dice dice(target.name);
  for (std::size_t i = 0; i < mutations; ++i) {
    if (!visit(fuzzing::mutated(material, dice, target.longest), "mutation " + std::to_string(i)))
      return false;
  }
  return true;
}

// The checks, the seeds and the mutations must find the mistake that was put in on purpose.
bool finds_the_mistake(const fuzzing::Target& target, const fuzzing::Material& material) {
  if (target.with_a_mistake == nullptr) return true;
  const bool unnoticed =
      for_each_input(target, material, 20'000, [&target](const std::string& input, const std::string&) {
        now_trying = input;
        try {
          target.with_a_mistake(input);
          return true;
        } catch (const fuzzing::Violation&) {
          return false;
        }
      });
  if (unnoticed) std::cerr << target.name << ": nothing has found the mistake that was put in on purpose\n";
  return !unnoticed;
}

bool try_folder(const fuzzing::Target& target, const fs::path& folder, std::size_t mutations) {
  const auto material = material_in(folder);
  std::size_t tried = 0;
  const bool well =
      for_each_input(target, material, mutations, [&](const std::string& input, const std::string& what) {
        ++tried;
        return try_input(target, input, what);
      });
  if (!well || !finds_the_mistake(target, material)) return false;
  std::cout << target.name << ": " << material.seeds.size() << " seeds, " << tried - material.seeds.size()
            << " mutations: all is well"
            << (target.with_a_mistake != nullptr ? "; a mistake that was put in was found" : "") << '\n';
  return true;
}

const fuzzing::Target* find_target(std::string_view name) {
  for (const auto& target : fuzzing::targets()) {
    if (target.name == name) return &target;
  }
  return nullptr;
}

int usage(std::string_view mistake) {
  std::cerr << mistake << "\nusage: --list | --target=T FOLDER [--mutations=N] | --target=T FILE...\n";
  return 64;
}

int run(const std::vector<std::string>& arguments) {
  const fuzzing::Target* target = nullptr;
  std::optional<std::size_t> mutations;
  std::vector<fs::path> places;
  for (const auto& argument : arguments) {
    if (argument == "--list") {
      for (const auto& row : fuzzing::targets()) std::cout << row.name << ' ' << row.longest << '\n';
      return 0;
    }
    if (argument.starts_with("--target=")) {
      target = find_target(argument.substr(9));
      if (target == nullptr) return usage("no such target: " + argument);
    } else if (argument.starts_with("--mutations=")) {
      mutations = std::stoul(argument.substr(12));
    } else if (argument.starts_with("-")) {
      return usage("unknown option " + argument);
    } else {
      places.emplace_back(argument);
    }
  }
  if (target == nullptr || places.empty()) return usage("a target and what to try are needed");

  findings_file = std::string(target->name) + ".input";
  for (const int number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTERM, SIGALRM})
    std::signal(number, on_fatal_signal);
  ::alarm(240);  // whatever hangs is told with its input
  bool well = true;
  for (const auto& place : places) {
    if (fs::is_directory(place))
      well = try_folder(*target, place, mutations.value_or(target->mutations)) && well;
    else
      well = try_input(*target, content_of(place), place.string()) && well;
  }
  return well ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run({values + 1, values + count});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
