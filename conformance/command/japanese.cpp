#include "command/speech.h"

/// Everything that the command line says in Japanese, beside the English that stands in the code.
namespace cts {
namespace {

constexpr Translation table[] = {
    // Headings and sentences of the parser's library.
    {"Usage", "使い方"},
    {"OPTIONS", "オプション"},
    {"SUBCOMMAND", "コマンド"},
    {"Options", "オプション"},
    {"Subcommands", "コマンド"},
    {"Positionals", "引数"},
    {"REQUIRED", "必須"},
    {"Needs", "前提"},
    {"Print this help message and exit", "この説明を表示して終了します"},
    {"Display program version information and exit", "版を表示して終了します"},
    {"A subcommand is required", "コマンドを指定してください"},
    {"{} is required", "{} を指定してください"},
    {"{}: {} required {} missing", "{0}: 値がありません"},
    {"{}: Value {} not in range {} to {}", "{0}: {1} は {2} から {3} の範囲にありません"},
    {"{}: {} not in {}", "{0}: {1} は {2} のどれでもありません"},
    {"{} requires {}", "{0} には {1} が必要です"},
    {"Could not convert: {} = {}", "{0}: {1} は値になりません"},
    {"Run with --help for more information.", "詳しくは --help をご覧ください。"},
    {"{} excludes {}", "{0} と {1} は同時に指定できません"},
    {"The following argument was not expected: {}", "余分な引数です: {}"},
    {"The following arguments were not expected: {}", "余分な引数です: {}"},
    {"unknown option {}", "{} というオプションはありません"},
    {"unknown option {} of {}", "{1} に {0} というオプションはありません"},
    {"unknown command {}", "{} というコマンドはありません"},
    {"; did you mean {}?", "。{} のことでしょうか。"},

    // Commands.
    {"A conformance test suite for shared web hosting", "共有 Web ホスティングの適合性試験スイート"},
    {"In which to speak: en, ja (default: as the locale says)",
     "表示に使う言語。en か ja (指定がなければロケールに従います)"},
    {"Judge a target and write the reports", "ターゲットを試し、報告書を書きます"},
    {"Tell what changed between two runs: verdicts, readings, and the target's software",
     "二つの実行の間に変わったことを示します (判定、対象の選択、ソフトウェア)"},
    {"Make one report of the parts of a run (run --shard)",
     "分けて行った実行 (run --shard) を一つの報告書にまとめます"},
    {"List scenarios, and clauses with their coverage", "シナリオと、条項の網羅状況の一覧を示します"},
    {"Tell everything about one clause or scenario", "一つの条項やシナリオの詳細を示します"},
    {"Draft target and profile for a host, from what it shows without credentials",
     "ログインせずに分かることから、ホストのターゲットファイルとプロファイルの下書きを作ります"},
    {"Find out whether a target can be judged, and what to mend",
     "ターゲットが試せる状態かを調べ、直すべきところを示します"},
    {"Remove what a killed run left on the target",
     "強制終了された実行がターゲットに残したものを取り除きます"},
    {"Break the reference server in every way it knows, and see each noticed by its own scenarios",
     "リファレンスサーバをあらゆる方法で壊し、それぞれに対応するシナリオが気付くことを確かめます"},
    {"Run the scenarios as GoogleTest tests, in this process",
     "シナリオを GoogleTest のテストとして、このプロセスで実行します"},

    // Options.
    {"Target file (TOML)", "ターゲットファイル (TOML)"},
    {"Profile file, or a plan's name (default: the target's own)",
     "プロファイル、またはプラン名 (既定はターゲットのもの)"},
    {"Only scenarios whose id or clause matches, e.g. 'WEB-*', 'web.index.*'",
     "ID か条項が合うシナリオだけ。'WEB-*'、'web.index.*' など"},
    {"smoke, standard or slow: this and the quicker ones",
     "smoke、standard、slow のいずれか。それと、より短いものを試します"},
    {"observe, reversible or destructive; the target may allow less",
     "observe、reversible、destructive のいずれか。ターゲットの許す範囲に限られます"},
    {"Target file (TOML); several are judged as a fleet",
     "ターゲットファイル (TOML)。複数あれば、ホスト群として試します"},
    {"Folder of target files (*.target.toml, or else *.toml)",
     "ターゲットファイルのフォルダ (*.target.toml、なければ *.toml)"},
    {"Hosts of a fleet at a time", "同時に試すホストの数"},
    {"Scenarios at a time, against each host; its target file may allow less",
     "一つのホストに対して同時に試すシナリオの数。ターゲットの許す範囲に限られます"},
    {"One of N equal parts, of the scenarios or of a fleet's hosts, e.g. 1/3",
     "シナリオ、またはホスト群のホストを N 等分したうちの一つ。1/3 など"},
    {"Print what it came to, and nothing else", "結論だけを表示します"},
    {"Parts are folders of hosts, or of fleets: make one report of all hosts",
     "部分はホストかホスト群のフォルダ。全ホストを一つの報告書にまとめます"},
    {"Folder of target files: refuse when a host of it is missing",
     "ターゲットファイルのフォルダ。そこにあるホストが足りなければ拒みます"},
    {"Folder for the reports and the journal", "報告書とジャーナルのフォルダ"},
    {"Folder for the reports", "報告書のフォルダ"},
    {"Exit 0 although something is inconclusive", "判定不能があっても 0 で終了します"},
    {"Dialect of junit.xml: rich, or strict for Jenkins' xunit plugin",
     "junit.xml の形式。rich、または Jenkins の xunit プラグイン用の strict"},
    {"File of known failures (TOML): others, and what is known but does not fail, count",
     "既知の不適合のファイル (TOML)。ほかの失敗と、失敗しなかったものを数えます"},
    {"Rewrite that file by what the run found, keeping its comments",
     "そのファイルを実行の結果で書き直します。コメントは残ります"},
    {"result.json of an earlier run, or its folder: tells what changed since, and only new failures count",
     "前の実行の result.json かそのフォルダ。変わったことを示し、新しい失敗だけを数えます"},
    {"Makes the run's id, and so every name it creates, the same again",
     "実行の ID と、作るものの名前を、同じものにします"},
    {"result.json of each part, or its folder", "各部分の result.json か、そのフォルダ"},
    {"result.json of the earlier run, or its folder", "前の実行の result.json か、そのフォルダ"},
    {"The same of the later run", "後の実行の同じもの"},
    {"text, markdown, html or json", "text、markdown、html、json のいずれか"},
    {"text or json", "text か json"},
    {"File to write instead of standard output", "標準出力の代わりに書くファイル"},
    {"Exit 0 although something is no longer judged", "判定できなくなったものがあっても 0 で終了します"},
    {"For a program", "プログラムが読む形式"},
    {"Only these", "これだけ"},
    {"Of a clause or a scenario", "条項かシナリオの ID"},
    {"Where that run wrote its journal", "その実行がジャーナルを書いたフォルダ"},
    {"hosting-refd (default: the one beside this program)",
     "hosting-refd (既定はこのプログラムと同じフォルダのもの)"},
    {"Site file (default: the fixture's)", "サイトファイル (既定は付属のもの)"},
    {"Only these scenarios", "このシナリオだけ"},
    {"Only these deviations", "この逸脱だけ"},
    {"Every scenario against every deviation, also slow ones and all of other chapters",
     "すべてのシナリオをすべての逸脱に対して。時間のかかるものや、ほかの章のものも含みます"},
    {"Servers at a time", "同時に動かすサーバの数"},
    {"Folder for kill-matrix.json and kill-matrix.md", "kill-matrix.json と kill-matrix.md のフォルダ"},
    {"Its name or address", "ホストの名前かアドレス"},
    {"The customer's domain (default: HOST without \"www.\")",
     "契約者のドメイン (既定は HOST から \"www.\" を除いたもの)"},
    {"Folder for target.toml and profile.toml (default: the domain)",
     "target.toml と profile.toml のフォルダ (既定はドメイン)"},
    {"Replace files that are there", "すでにあるファイルを置き換えます"},
    {"Of the target (default: the domain)", "ターゲットの名前 (既定はドメイン)"},
    {"Seconds for all looks together", "調べる時間の合計 (秒)"},
    {"Login of the contract's FTP account", "契約の FTP アカウントのログイン名"},
    {"Name of the variable that will hold its password", "そのパスワードを入れる環境変数の名前"},
    {"File that will hold it, from the target file's folder",
     "パスワードを入れるファイル。ターゲットファイルのあるフォルダから見たパス"},
    {"Login of a mail account that nobody else uses", "ほかの誰も使わないメールアカウントのログイン名"},
    {"Ask for no login, also on a terminal", "端末でもログイン名を尋ねません"},
    {"Of HTTP", "HTTP のポート"},
    {"Of HTTPS", "HTTPS のポート"},
    {"Of FTP", "FTP のポート"},
    {"Of SMTP", "SMTP のポート"},
    {"Of SMTP for customers", "契約者の送信用 SMTP のポート"},
    {"Of SMTP over TLS", "SMTP over TLS のポート"},
    {"Of POP3", "POP3 のポート"},
    {"Of POP3 over TLS", "POP3 over TLS のポート"},
    {"Of MySQL", "MySQL のポート"},
    {"For GoogleTest, after --, e.g. -- --gtest_list_tests",
     "GoogleTest の引数。-- の後に書きます。-- --gtest_list_tests など"},

    // What stands below the help.
    {"Exit: 0 conforms; 1 a failure or unexpected pass; 2 nothing failed, something inconclusive; 3 only "
     "stale\n"
     "expectations; 64 wrong usage; 70 our own fault, or cut short; 73 reports not writable; 78 unusable "
     "target,\n"
     "profile, expectations or result of an earlier run.",
     "終了コード: 0 適合 / 1 不適合か予期しない適合 / 2 不適合はないが判定不能がある / 3 "
     "既知の不適合の記述が古いだけ /\n"
     "64 使い方の誤り / 70 スイート自身の不具合か中断 / 73 報告書を書けない / 78 "
     "ターゲット、プロファイル、既知の不適合、\n"
     "前の実行の結果のどれかが使えない"},
    {"Examples:\n"
     "  hosting-cts run --target my-server.toml --out today\n"
     "  hosting-cts run --target my-server.toml --select 'WEB-*' --select 'ftp.login.*'\n"
     "  hosting-cts run --target my-server.toml --expect known.toml\n"
     "  hosting-cts run --target my-server.toml --baseline before-upgrade/result.json --out after-upgrade\n"
     "  hosting-cts run --targets hosts/ --hosts-at-once 8 --out fleet\n"
     "With --baseline only what is new counts: 1 a new failure; 2 nothing failed anew, something is no "
     "longer\n"
     "judged; else 0. Of a fleet the worst of its hosts', in this order: 70, 73, 78, 1, 2, 3, 0.",
     "例:\n"
     "  hosting-cts run --target my-server.toml --out today\n"
     "  hosting-cts run --target my-server.toml --select 'WEB-*' --select 'ftp.login.*'\n"
     "  hosting-cts run --target my-server.toml --expect known.toml\n"
     "  hosting-cts run --target my-server.toml --baseline before-upgrade/result.json --out after-upgrade\n"
     "  hosting-cts run --targets hosts/ --hosts-at-once 8 --out fleet\n"
     "--baseline を付けると、新しいものだけを数えます。新しい失敗があれば "
     "1、失敗は増えていないが判定できなくなったものが\n"
     "あれば 2、それ以外は 0 です。ホスト群では、70、73、78、1、2、3、0 の順で最も悪いホストのものです。"},
    {"Examples:\n"
     "  hosting-cts diff before-upgrade after-upgrade\n"
     "  hosting-cts diff old/result.json new/result.json --format markdown --out changes.md\n"
     "  hosting-cts diff monday tuesday --format json | jq .totals\n"
     "Exit: 0 no new failure; 1 a new failure; 2 nothing failed anew, but something is no longer judged, or "
     "the\n"
     "runs have nothing in common; 64 wrong usage; 73 FILE not writable; 78 a file that is no result, or of\n"
     "another version.",
     "例:\n"
     "  hosting-cts diff before-upgrade after-upgrade\n"
     "  hosting-cts diff old/result.json new/result.json --format markdown --out changes.md\n"
     "  hosting-cts diff monday tuesday --format json | jq .totals\n"
     "終了コード: 0 新しい失敗がない / 1 新しい失敗がある / 2 "
     "失敗は増えていないが判定できなくなったものがあるか、\n"
     "二つの実行に共通するものがない / 64 使い方の誤り / 73 ファイルに書けない / 78 "
     "結果のファイルではないか、版が違う"},
    {"Examples:\n"
     "  hosting-cts run --target my-server.toml --shard 1/2 --out part-1\n"
     "  hosting-cts run --target my-server.toml --shard 2/2 --out part-2\n"
     "  hosting-cts merge part-1 part-2 --out whole\n"
     "  hosting-cts merge --fleet machine-1 machine-2 --targets hosts/ --out fleet\n"
     "Refused with 78 when a part is missing or there twice, or is of another target, version or selection;\n"
     "else as run ends.",
     "例:\n"
     "  hosting-cts run --target my-server.toml --shard 1/2 --out part-1\n"
     "  hosting-cts run --target my-server.toml --shard 2/2 --out part-2\n"
     "  hosting-cts merge part-1 part-2 --out whole\n"
     "  hosting-cts merge --fleet machine-1 machine-2 --targets hosts/ --out fleet\n"
     "足りない部分や重なる部分があるとき、対象、版、選択が違うときは 78 で拒みます。それ以外は run "
     "と同じです。"},

    {"Examples:\n"
     "  hosting-cts init example.co.jp\n"
     "  hosting-cts init 192.0.2.1 --domain example.co.jp --ftp-login ab-cdftp --out my-server\n"
     "  hosting-cts init sv1.example.net --domain example.co.jp --mail-login test1 --mail-login test2\n"
     "Exit: 0 both files are written; 2 nothing of the host answers; 64 wrong usage; 73 a file is there "
     "already, "
     "or\n"
     "cannot be written.",
     "例:\n"
     "  hosting-cts init example.co.jp\n"
     "  hosting-cts init 192.0.2.1 --domain example.co.jp --ftp-login ab-cdftp --out my-server\n"
     "  hosting-cts init sv1.example.net --domain example.co.jp --mail-login test1 --mail-login test2\n"
     "終了コード: 0 両方のファイルを書いた / 2 ホストが何も応答しない / 64 使い方の誤り / 73 "
     "ファイルがすでにあるか、書けない"},
    {"Examples:\n"
     "  hosting-cts doctor --target my-server.toml\n"
     "  hosting-cts doctor --target my-server.toml --format json | jq '.checks[] | select(.state != "
     "\"ok\")'\n"
     "Exit: 0 it can be judged; 2 it does not answer; 64 wrong usage; 78 target and profile cannot be used.",
     "例:\n"
     "  hosting-cts doctor --target my-server.toml\n"
     "  hosting-cts doctor --target my-server.toml --format json | jq '.checks[] | select(.state != "
     "\"ok\")'\n"
     "終了コード: 0 試せる / 2 応答しない / 64 使い方の誤り / 78 ターゲットかプロファイルが使えない"},

    // Messages of several commands.
    {"--select '{}' matches no scenario and no clause of one{}",
     "--select '{}' に合うシナリオも条項もありません{}"},
    {"; see `hosting-cts list`", "。`hosting-cts list` をご覧ください"},
    {"; did you mean '{}'?", "。'{}' のことでしょうか。"},
    {"run needs --target FILE, or --targets FOLDER; `hosting-cts init HOST` drafts a file",
     "run には --target ファイル か --targets フォルダ が必要です。`hosting-cts init ホスト` "
     "で下書きできます"},
    {"reports cannot be written into {}: {}", "{} に報告書を書けません: {}"},
    {"{} cannot be written", "{} に書けません"},
    {"there is no clause or scenario '{}'{}", "'{}' という条項もシナリオもありません{}"},

    // Progress.
    {"{} of {}, {} to go", "{1} 件中 {0} 件、残り {2} 件"},
    {"{} failed: {}", "{} に失敗: {}"},
    {"about {} s left", "あと約 {} 秒"},
    {"about {} min left", "あと約 {} 分"},
    {"{} is in use: {}", "{} は使用中です: {}"},
    {"--update-expectations is for a single target: run it for each host",
     "--update-expectations は一つのターゲットにだけ使えます。ホストごとに実行してください"},
    {"shard {}: a part of a whole, as 2/3", "{} は分割の指定ではありません。2/3 のように書きます"},

    // init
    {"FTP login of the contract (nothing: it is filled in later): ",
     "契約の FTP のログイン名 (空のままなら、後で書き足します): "},
    {"Login of a mail account that nobody else uses (nothing: no more): ",
     "ほかの誰も使わないメールアカウントのログイン名 (空のままなら、これで終わります): "},
    {"{} is there already; --force replaces it", "{} はすでにあります。--force で置き換えます"},
    {"DNS knows none of the names of {}; give its address: hosting-cts init ADDRESS --domain {}",
     "{} のどの名前も DNS で引けません。アドレスを指定してください: hosting-cts init ADDRESS --domain {}"},
    {"nothing of {} answers that could be judged; nothing is written",
     "{} には、試せるものの応答がありません。何も書きません"},
    {"Next:", "次にすること:"},
    {"read both files: what is promised is the contract's to say, and was guessed",
     "両方のファイルを読んでください。何が約束されているかは推測です。契約のとおりに直してください"},
    {"fill in [ftp] login", "[ftp] の login を書いてください"},

    // clean
    {"{} is the journal of a run against '{}', not against '{}'",
     "{} は '{}' に対する実行のジャーナルです。'{}' のものではありません"},
    {"removed {}", "{} を取り除きました"},
    {"left behind on the target: {}", "ターゲットに残ったもの: {}"},
    {"nothing of run {} is left on {}", "{1} には、実行 {0} のものは何も残っていません"},

    // list and show
    {"{} scenarios; {} of {} clauses that can be observed have at least one",
     "シナリオ {0} 件。観測できる {2} 条項のうち {1} 条項にシナリオがあります"},
    {"1 scenario", "シナリオ 1 件"},
    {"{} scenarios", "シナリオ {} 件"},
    {"not observable", "観測できません"},
    {"no scenario yet", "シナリオがありません"},
    {"promise", "約束"},
    {"ruling", "解釈"},
    {"source", "節"},
    {"observed", "観測"},
    {"slow", "時間"},
    {"moves tens of megabytes, or waits", "数十メガバイトを送受信するか、待ちます"},
    {"destructive", "破壊的"},
    {"can lock the customer out, or fill a quota",
     "契約者を締め出したり、容量を使い切ったりすることがあります"},
    {"needs", "前提"},
    {"scenarios", "シナリオ"},
    {"none", "なし"},
    {"purpose", "目的"},
    {"tier", "tier"},
    {"consent", "同意"},
    {"holds", "占有"},
    {"{} vantage points", "接続元 {} か所"},
    {"written in", "ソース"},
    {"run it", "実行"},
};

}  // namespace

std::span<const Translation> translations() {
  return table;
}

}  // namespace cts
