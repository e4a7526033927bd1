#include "reports/text/phrases.h"

/// Everything that the reports say in Japanese.
namespace reports {
namespace {

constexpr Phrases japanese_phrases{
    .language = "ja",
    .report_title = "ホスティング適合性",
    .conforms = "適合",
    .does_not_conform = "不適合",
    .inconclusive = "判定不能",
    .nothing_ran = "シナリオが一つも実行されていません",
    .interrupted = "中断",
    .stale_expectations = "適合（ただし既知の不適合の一覧が古い）",
    .harness_fault = "スイート自体の障害",
    .conforms_why = "調べた約束はすべて守られています。",
    .inconclusive_why = "破られた約束は見つかりませんでしたが、調べられなかったものがあります。",
    .nothing_ran_why = "判定に至ったシナリオがないため、対象については何も分かりません。",
    .interrupted_why = "最後のシナリオの前に実行が終わりました。そこまでに分かったことを示します。",
    .stale_expectations_why = "もう起きない、または期限の過ぎた既知の不適合が一覧に残っています。",
    .harness_fault_why = "対象の責任ではない理由で、結果の一部が欠けているか疑わしいものです。",
    .totals = "合計",
    .what_broke = "破られた約束",
    .root_causes = "根本原因",
    .root_causes_advice = "それぞれ何を確かめればよいかは、hosting-cts doctor で分かります。",
    .failures = "不適合の詳細",
    .harness_errors = "スイートの障害",
    .inconclusive_scenarios = "判定できなかったもの",
    .expected_failures = "既知の不適合",
    .stale_lines = "一覧のうち古くなったもの",
    .leftovers = "対象に残ったもの",
    .clauses = "条項",
    .readings = "対象の選択",
    .not_run_and_why = "実行しなかったものと理由",
    .interconnection = "基本接続",
    .scenarios_and_times = "シナリオと所要時間",
    .target_and_options = "対象と設定",
    .contents = "目次",
    .what_changed = "変わったこと",
    .clause_map = "全条項の一覧",
    .requirement = "要件",
    .expected = "期待",
    .actual = "実際",
    .repeat = "再現",
    .run_again = "再実行",
    .taken_away =
        "実行中に対象へ置いたものは片付けてあるため、上のコマンドでは違う応答になることがあります。次のコマン"
        "ドは"
        "もう一度置いて試します。",
    .transcript = "通信記録",
    .recorded = "項目",
    .clause = "条項",
    .promise = "約束",
    .section = "節",
    .verdict = "判定",
    .scenario = "シナリオ",
    .scenario_plural = "シナリオ",
    .scenarios_lower = "件のシナリオ",
    .purpose = "目的",
    .reason = "理由",
    .service = "サービス",
    .value = "値",
    .step = "段階",
    .duration = "所要時間",
    .cause = "原因",
    .affected = "影響",
    .source = "ソース",
    .tier = "段階",
    .consent = "許可",
    .not_covered = "シナリオなし",
    .by_operator = "運用者が必要",
    .nothing_to_observe = "外から観測できない",
    .kept_of = "遵守",
    .not_judged = "未判定",
    .seen_here = "通信の該当箇所",
    .clauses_seen = "条項を判定",
    .more = "件",
    .judged_here = "ここで判定",
    .not_tried = "未試行",
    .worker = "ワーカー",
    .ok = "正常",
    .failed = "失敗",
    .justification = "根拠",
    .counted = "{1} {0}",
    .stop = "。",
    .no_baseline = "比較なし：以前の実行を --baseline で指定すると、変わったことが分かります。",
    .new_failure = "新規",
    .left_out = "件を省略",
    .target = "対象",
    .description = "説明",
    .profile = "プロファイル",
    .plan = "プラン",
    .address = "アドレス",
    .started = "開始",
    .ended = "終了",
    .select = "選択",
    .everything = "すべて",
    .jobs = "並行数",
    .shard = "分割",
    .expectations = "既知の不適合の一覧",
    .baseline = "基準",
    .run_id = "実行",
    .tool = "ツール",
    .secrets = "秘密情報",
    .secrets_checked = "すべてのレポートを検索し、見つかりませんでした",
    .secrets_not_checked = "レポートは検索されていません",
};

constexpr ComparisonPhrases japanese_comparison_phrases{
    .title = "基準から変わったこと",
    .baseline = "基準",
    .no_difference = "違いはありません",
    .nothing_in_common = "両方の実行で判定されたシナリオがないため、何も言えません",
    .new_failures = "新しい不適合",
    .lost_sight = "判定できなくなった",
    .newly_borne = "既知のとおり不適合になった",
    .fixed = "直った",
    .still_failing = "不適合のまま",
    .changed = "変わったが適合",
    .seen_again = "判定できるようになった",
    .appeared = "新しいシナリオ",
    .not_run = "今回は実行せず",
    .gone = "なくなったシナリオ",
    .services = "サービス",
    .software = "対象のソフトウェア",
    .readings = "対象の選択",
    .replies = "応答コード",
    .times = "所要時間",
    .terms = "その他の条件",
    .what = "項目",
    .before = "以前",
    .after = "今回",
    .in_order = "正常",
    .not_in_order = "異常",
    .median = "中央値",
    .none = "なし",
    .same = "同じ",
    .not_compared = "片方の実行だけが調べた",
    .not_selected = "選択されていない",
    .scenarios = "シナリオ",
    .run = "実行",
    .stop = "。",
    .more = "件",
};

std::string_view japanese_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "適合";
    case Verdict::fail:
      return "不適合";
    case Verdict::inconclusive:
      return "判定不能";
    case Verdict::not_applicable:
      return "対象外";
    case Verdict::not_run:
      return "未実行";
    case Verdict::expected_failure:
      return "既知の不適合";
    case Verdict::unexpected_pass:
      return "予期しない適合";
    case Verdict::error:
      return "障害";
    case Verdict::none:
      break;
  }
  return "判定なし";
}

bool is_japanese(const Phrases& phrases) {
  return phrases.language == japanese_phrases.language;
}

}  // namespace

const Phrases& japanese() {
  return japanese_phrases;
}

const ComparisonPhrases& japanese_comparison() {
  return japanese_comparison_phrases;
}

const ComparisonPhrases& comparison_phrases(const Phrases& phrases) {
  return is_japanese(phrases) ? japanese_comparison() : english_comparison();
}

std::string_view verdict_word(Verdict verdict, const Phrases& phrases) {
  return is_japanese(phrases) ? japanese_word(verdict) : to_string(verdict);
}

}  // namespace reports
