#include "deviations/deviations.h"

#include <algorithm>

namespace refd {

Deviations::Deviations(Policies kept) : kept_(std::move(kept)) {
  publish({.policies = kept_});
}

Deviations::~Deviations() = default;

void Deviations::publish(Snapshot snapshot) {
  snapshots_.push_back(std::make_unique<const Snapshot>(std::move(snapshot)));
  current_.store(snapshots_.back().get(), std::memory_order_release);
}

const HttpPolicy& Deviations::http() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->http != nullptr) note_acted();
  return snapshot.policies.http;
}

const FtpPolicy& Deviations::ftp() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->ftp != nullptr) note_acted();
  return snapshot.policies.ftp;
}

const LogPolicy& Deviations::log() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->log != nullptr) note_acted();
  return snapshot.policies.log;
}

const MailPolicy& Deviations::mail() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->mail != nullptr) note_acted();
  return snapshot.policies.mail;
}

const QuotaPolicy& Deviations::quota() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->quota != nullptr) note_acted();
  return snapshot.policies.quota;
}

const SsiPolicy& Deviations::ssi() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->ssi != nullptr) note_acted();
  return snapshot.ssi;
}

const CgiPolicy& Deviations::cgi() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->cgi != nullptr) note_acted();
  return snapshot.cgi;
}

const CounterPolicy& Deviations::counter() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->counter != nullptr) note_acted();
  return snapshot.policies.counter;
}

const OfficePolicy& Deviations::office() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->office != nullptr) note_acted();
  return snapshot.office;
}

const DatabasePolicy& Deviations::database() const {
  const auto& snapshot = current();
  if (snapshot.deviation != nullptr && snapshot.deviation->database != nullptr) note_acted();
  return snapshot.database;
}

const Effects& Deviations::effects() const {
  return current().effects;
}

std::vector<DeviationSwitch::Row> Deviations::rows() const {
  std::vector<Row> rows;
  for (const auto& deviation : deviation_catalogue()) {
    rows.push_back({deviation.id, deviation.clauses, deviation.summary});
  }
  return rows;
}

bool Deviations::switch_on(std::string_view id) {
  const auto& catalogue = deviation_catalogue();
  const auto found =
      std::find_if(catalogue.begin(), catalogue.end(), [id](const Deviation& row) { return row.id == id; });
  if (found == catalogue.end()) return false;
  Snapshot altered{.policies = kept_, .deviation = &*found};
  if (found->http != nullptr) found->http(altered.policies.http);
  if (found->ftp != nullptr) found->ftp(altered.policies.ftp);
  if (found->log != nullptr) found->log(altered.policies.log);
  if (found->mail != nullptr) found->mail(altered.policies.mail);
  if (found->quota != nullptr) found->quota(altered.policies.quota);
  if (found->ssi != nullptr) found->ssi(altered.ssi);
  if (found->cgi != nullptr) found->cgi(altered.cgi);
  if (found->counter != nullptr) found->counter(altered.policies.counter);
  if (found->office != nullptr) found->office(altered.office);
  if (found->database != nullptr) found->database(altered.database);
  if (found->effects != nullptr) found->effects(altered.effects);
  const std::lock_guard lock(mutex_);
  acted_ = 0;
  publish(std::move(altered));
  return true;
}

void Deviations::switch_off() {
  const std::lock_guard lock(mutex_);
  publish({.policies = kept_});
}

std::optional<std::string_view> Deviations::active() const {
  const auto* deviation = current().deviation;
  return deviation == nullptr ? std::nullopt : std::optional(deviation->id);
}

}  // namespace refd
