#include "reports/text/fleet_phrases.h"

namespace reports {
namespace {

constexpr FleetPhrases english_phrases{
    .title = "Hosting conformance of a fleet",
    .all_conform = "All hosts conform",
    .some_conform = "{0} of {1} hosts conform",
    .none_there = "No host was judged",
    .conforms = "conforms",
    .does_not_conform = "does not conform",
    .inconclusive = "inconclusive",
    .stale_expectations = "expectations out of date",
    .not_judged = "not judged",
    .hosts = "Hosts",
    .shared = "Wrong on several hosts",
    .shared_why = "What fails on the same hosts has likely one cause.",
    .matrix = "Hosts and chapters",
    .problems = "Not judged, and why",
    .about = "About this report",
    .host = "Host",
    .hosts_lower = "hosts",
    .failed = "Failures",
    .changed = "What changed",
    .worst = "Broken clauses",
    .worst_or_reason = "Broken clauses, or why it was not judged",
    .causes = "Root causes",
    .theirs_alone = "Their software alone",
    .kept = "kept",
    .new_failures = "new",
    .no_longer_judged = "no longer judged",
    .fixed = "fixed",
    .no_baseline = "not compared",
    .no_change = "nothing",
    .part = "Part",
    .sort = "sort",
    .exit_code = "Exit code",
};

constexpr FleetPhrases japanese_phrases{
    .title = "ホスト群の適合性",
    .all_conform = "すべてのホストが適合",
    .some_conform = "{1} 台中 {0} 台が適合",
    .none_there = "判定できたホストがありません",
    .conforms = "適合",
    .does_not_conform = "不適合",
    .inconclusive = "判定不能",
    .stale_expectations = "一覧が古い",
    .not_judged = "未判定",
    .hosts = "ホスト",
    .shared = "複数のホストに共通の不適合",
    .shared_why = "同じホストで起きている不適合は、原因が一つである可能性が高いものです。",
    .matrix = "ホストと章",
    .problems = "判定しなかったものと理由",
    .about = "この報告書について",
    .host = "ホスト",
    .hosts_lower = "台",
    .failed = "不適合",
    .changed = "変わったこと",
    .worst = "破られた条項",
    .worst_or_reason = "破られた条項、または未判定の理由",
    .causes = "根本原因",
    .theirs_alone = "該当ホストだけのソフトウェア",
    .kept = "遵守",
    .new_failures = "新規",
    .no_longer_judged = "判定できなくなった",
    .fixed = "直った",
    .no_baseline = "比較なし",
    .no_change = "なし",
    .part = "分割",
    .sort = "並べ替え",
    .exit_code = "終了コード",
};

}  // namespace

const FleetPhrases& english_fleet() {
  return english_phrases;
}

const FleetPhrases& japanese_fleet() {
  return japanese_phrases;
}

const FleetPhrases& fleet_phrases(const Phrases& phrases) {
  return phrases.language == japanese().language ? japanese_phrases : english_phrases;
}

}  // namespace reports
