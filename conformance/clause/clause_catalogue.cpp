#include "clause/clause_catalogue.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>

#include <fmt/format.h>

#include "config/strict_table.h"
#include "embedded/clauses_toml.h"

namespace cts {
namespace {

struct ObservabilityName {
  Observability observability;
  std::string_view name;
};
constexpr std::array observabilities{ObservabilityName{Observability::automatic, "auto"},
                                     ObservabilityName{Observability::operated, "operator"},
                                     ObservabilityName{Observability::document, "document"}};

/// "WEB-INDEX-3", "WEB-ERR-404": capitals and digits in groups, hyphens between them, a digit at the end.
bool is_clause_id(std::string_view id) {
  if (id.empty() || id.front() < 'A' || id.front() > 'Z' || id.back() < '0' || id.back() > '9') return false;
  if (id.find('-') == std::string_view::npos || id.find("--") != std::string_view::npos) return false;
  return id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == std::string_view::npos;
}

class CatalogueReader {
 public:
  explicit CatalogueReader(StrictTable& top) : top_(top) {}

  ClauseCatalogue read() {
    top_.read_version();
    for (StrictTable& row : top_.tables("manual", Presence::required)) read_manual(row);
    for (StrictTable& row : top_.tables("service", Presence::required)) read_service(row);
    for (StrictTable& row : top_.tables("clause", Presence::required)) read_clause(row);
    top_.finish();
    return {std::move(manuals_), std::move(services_), std::move(clauses_)};
  }

 private:
  static BilingualText read_both(StrictTable& row, std::string_view key, Presence presence) {
    BilingualText text;
    if (std::optional<StrictTable> both = row.table(key, presence)) {
      both->read("en", text.en, Presence::required);
      both->read("ja", text.ja, Presence::required);
      both->finish();
    }
    return text;
  }

  void read_manual(StrictTable& row) {
    Manual manual;
    row.read("key", manual.key, Presence::required);
    manual.title = read_both(row, "title", Presence::required);
    row.finish();
    manuals_.push_back(std::move(manual));
  }

  void read_service(StrictTable& row) {
    ClauseService service;
    row.read("key", service.key, Presence::required);
    service.title = read_both(row, "title", Presence::required);
    row.finish();
    services_.push_back(std::move(service));
  }

  void read_clause(StrictTable& row) {
    Clause clause;
    if (row.read("id", clause.id, Presence::required)) check_id(row, clause.id);
    if (row.read("service", clause.service, Presence::required)) check_service(row, clause.service);
    clause.title = read_both(row, "title", Presence::required);
    clause.promise = read_both(row, "promise", Presence::required);
    clause.ruling = read_both(row, "ruling", Presence::optional);
    std::vector<std::string> sources;
    if (row.read("sources", sources, Presence::required)) clause.sources = sources_of(row, sources);
    clause.observability = read_observability(row);
    row.read("slow", clause.slow);
    row.read("destructive", clause.destructive);
    row.read("needs", clause.needs);
    row.finish();
    clauses_.push_back(std::move(clause));
  }

  void check_id(StrictTable& row, const std::string& id) {
    if (!is_clause_id(id)) {
      row.mistake("id", fmt::format("\"{}\" is no clause id: write it like WEB-INDEX-3", id));
    } else if (!ids_.insert(id).second) {
      row.mistake("id", fmt::format("there is a clause {} already above", id));
    }
  }

  void check_service(StrictTable& row, const std::string& key) const {
    const bool known =
        std::any_of(services_.begin(), services_.end(), [&](const ClauseService& s) { return s.key == key; });
    if (!known) row.mistake("service", fmt::format("no [[service]] has the key \"{}\"", key));
  }

  std::vector<ClauseSource> sources_of(StrictTable& row, const std::vector<std::string>& texts) const {
    std::vector<ClauseSource> sources;
    for (const std::string& text : texts) {
      const std::size_t colon = text.find(": ");
      const std::string manual = text.substr(0, std::min(colon, text.size()));
      const bool known =
          std::any_of(manuals_.begin(), manuals_.end(), [&](const Manual& m) { return m.key == manual; });
      if (!known || colon == std::string::npos || colon + 2 == text.size()) {
        row.mistake(
            "sources",
            fmt::format("\"{}\" must be the key of a [[manual]], a colon and the title of a section", text));
        continue;
      }
      sources.push_back({manual, text.substr(colon + 2)});
    }
    return sources;
  }

  static Observability read_observability(StrictTable& row) {
    std::string name;
    if (!row.read("observe", name, Presence::required)) return Observability::automatic;
    for (const ObservabilityName& known : observabilities) {
      if (known.name == name) return known.observability;
    }
    row.mistake("observe", "\"observe\" must be \"auto\", \"operator\" or \"document\"");
    return Observability::automatic;
  }

  StrictTable& top_;
  std::vector<Manual> manuals_;
  std::vector<ClauseService> services_;
  std::vector<Clause> clauses_;
  std::unordered_set<std::string> ids_;
};

ClauseCatalogue read_built_in() {
  Checked<ClauseCatalogue> read = read_catalogue(embedded::clauses_toml, "(built in) clauses.toml");
  if (!read) throw std::logic_error("built-in catalogue: " + text_of(read.errors));
  return *std::move(read.value);
}

}  // namespace

std::string_view name_of(Observability observability) {
  return observabilities.at(static_cast<std::size_t>(observability)).name;
}

ClauseCatalogue::ClauseCatalogue(std::vector<Manual> manuals, std::vector<ClauseService> services,
                                 std::vector<Clause> clauses)
    : manuals_(std::move(manuals)), services_(std::move(services)), clauses_(std::move(clauses)) {}

const Clause* ClauseCatalogue::find(std::string_view id) const noexcept {
  const auto found =
      std::find_if(clauses_.begin(), clauses_.end(), [&](const Clause& c) { return c.id == id; });
  return found == clauses_.end() ? nullptr : &*found;
}

Checked<ClauseCatalogue> read_catalogue(std::string_view text, const std::string& file) {
  Mistakes mistakes(file);
  const std::optional<toml::table> parsed = parse_toml(text, mistakes);
  if (!parsed) return {std::nullopt, mistakes.take()};
  StrictTable top(*parsed, mistakes);
  ClauseCatalogue catalogue = CatalogueReader(top).read();
  if (!mistakes.none()) return {std::nullopt, mistakes.take()};
  return {std::move(catalogue), {}};
}

const ClauseCatalogue& built_in_catalogue() {
  static const ClauseCatalogue catalogue = read_built_in();
  return catalogue;
}

}  // namespace cts
