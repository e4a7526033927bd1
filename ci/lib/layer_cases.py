"""Proof that the rules of ci/layers.txt fire: small trees that break one rule each, and one that breaks none."""

import pathlib
import tempfile

from layers import check

# Rule → (file, what it includes) that it must report. Files included exist; CASES_OK must not be reported.
CASES = {
    "server-knows-no-suite": ("reference-server/ftp/a.cpp", '"../../conformance/clause/clause.h"'),
    "suite-knows-no-server": ("conformance/check/a.cpp", '"reference-server/base/result.h"'),
    "reports-stand-alone": ("reports/json/a.cpp", '"conformance/clause/clause.h"'),
    "services-apart": ("reference-server/http/a.cpp", '"ftp/ftp_session.h"'),
    "handlers-not-http": ("reference-server/ssi/a.cpp", '"http/router.h"'),
    "base-is-lowest": ("reference-server/base/a.h", '"files/file_tree.h"'),
    "net-knows-no-service": ("reference-server/net/a.cpp", '"ftp/ftp_session.h"'),
    "state-knows-no-service": ("reference-server/files/a.cpp", '"base/leads_to_net.h"'),
    "deviations-only-in-root": ("reference-server/http/a.cpp", '"deviations/deviations.h"'),
    "root-is-highest": ("reference-server/http/a.cpp", '"serve/foundation.h"'),
    "deviations-wrap-interfaces": ("reference-server/deviations/a.cpp", '"ftp/ftp_session.h"'),
    "no-asio-below": ("reference-server/policy/a.cpp", '"base/leads_to_net.h"'),
    "no-asio-in-ftp": ("reference-server/ftp/ftp_session.cpp", '"net/listener.h"'),
    "no-asio-in-pop3": ("reference-server/pop3/pop_session.cpp", '"net/listener.h"'),
    "no-asio-in-smtp": ("reference-server/smtp/smtp_session.cpp", '"net/listener.h"'),
    "sendmail-stands-alone": ("reference-server/sendmail/a.cpp", '"files/file_tree.h"'),
    "no-asio-in-sendmail": ("reference-server/sendmail/a.cpp", "<boost/asio/post.hpp>"),
    "no-asio-in-cgi-parsers": ("reference-server/cgi/script_reply.cpp", "<boost/asio/buffer.hpp>"),
    "no-asio-in-database": ("reference-server/database/database_keeper.cpp", "<boost/asio/post.hpp>"),
    "no-asio-in-counter": ("reference-server/counter/counter_store.cpp", "<boost/asio/post.hpp>"),
    "office-knows-nobody": ("reference-server/office/a.cpp", '"files/file_tree.h"'),
    "no-asio-in-office": ("reference-server/office/office.cpp", "<boost/asio/post.hpp>"),
    "no-asio-in-members": ("reference-server/members/portal.cpp", "<boost/asio/post.hpp>"),
    "no-asio-in-http-parsers": ("reference-server/http/request_parser.cpp", "<boost/asio/buffer.hpp>"),
    "server-sockets": ("reference-server/office/a.cpp", "<sys/socket.h>"),
    "suite-sockets": ("conformance/runner/a.cpp", "<boost/asio/ip/tcp.hpp>"),
    "suite-asio": ("conformance/verdict/a.cpp", "<boost/asio/steady_timer.hpp>"),
    "curl-only-in-client": ("conformance/scenario/web/a.cpp", "<curl/curl.h>"),
    "scenarios-know-no-runner": ("conformance/scenario/web/a.cpp", '"runner/plan.h"'),
    "runner-knows-no-service": ("conformance/runner/a.cpp", '"scenario/web/tables.h"'),
    "survey-below-draft": ("conformance/survey/a.cpp", '"clause/clause.h"'),
    "draft-is-text": ("conformance/draft/a.cpp", '"runner/plan.h"'),
    "client-judges-nothing": ("conformance/client/a.cpp", '"clause/clause.h"'),
    "picture-stands-alone": ("conformance/picture/a.cpp", '"clause/clause.h"'),
    "gd-draws-and-decodes": ("conformance/check/a.cpp", "<gd.h>"),
    "check-below-scenario": ("conformance/check/a.cpp", '"scenario/scenario.h"'),
    "suite-writes-by-record": ("conformance/runner/a.cpp", '"reports/json/json_writer.h"'),
    "record-is-lowest": ("reports/record/a.cpp", '"reports/json/json_writer.h"'),
    "gtest-only-in-tests": ("conformance/runner/a.cpp", "<gtest/gtest.h>"),
    "matchers-in-checks": ("conformance/check/a.cpp", "<gmock/gmock.h>"),
    "pugixml-only-in-reports": ("conformance/target/a.cpp", "<pugixml.hpp>"),
    "fuzzing-only-in-fuzzers": ("conformance/target/a.cpp", '"fuzzing/target.h"'),
    "resolves": ("conformance/target/a.cpp", '"target/absent.h"'),
}
CASES_OK = (
    ("reference-server/serve/foundation.cpp", '"deviations/deviations.h"'),
    ("reference-server/ftp/ftp_service.cpp", "<boost/asio/awaitable.hpp>"),
    ("conformance/runner/child_process.cpp", "<boost/asio/readable_pipe.hpp>"),
    ("conformance/client/http.cpp", "<curl/curl.h>"),
    ("conformance/scenario/context.h", "<gmock/gmock-matchers.h>"),
    ("conformance/check/reply.h", "<gmock/gmock-more-matchers.h>"),
    ("conformance/scenario/web/page.cpp", '"reports/record/verdict.h"'),
    ("conformance/verdict/judge_test.cpp", "<gtest/gtest.h>"),
    ("conformance/main.cpp", '"reports/json/json_writer.h"'),
    ("reference-server/base/leads_to_net.h", "<vector>"),
)
HEADERS = ("reference-server/base/result.h", "reference-server/deviations/deviations.h",
           "reference-server/files/file_tree.h", "reference-server/serve/foundation.h",
           "reference-server/ftp/ftp_session.h", "reference-server/http/router.h",
           "conformance/clause/clause.h", "conformance/runner/plan.h", "conformance/scenario/scenario.h",
           "conformance/scenario/web/tables.h", "reports/json/json_writer.h", "reports/record/verdict.h",
           "ci/fuzzing/target.h")
CHAIN = (("reference-server/net/listener.h", "<boost/asio/ip/tcp.hpp>"),)
LEADS_TO_NET = ("reference-server/base/leads_to_net.h", '"net/listener.h"')


def write_tree(root, includes):
    for file in HEADERS:
        write(root, file, "#pragma once\n")
    for file, target in includes:
        write(root, file, f"// a comment first\n#include {target}\n")


def write(root, file, text):
    path = pathlib.Path(root) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def rules_fired(rules, includes, file):
    """Names of the rules reported at line 2 of `file`."""
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, includes)
        _, found = check(root, rules)
        return {violation.rule for violation in found if violation.file == file and violation.line == 2}


def self_test(rules):
    """What is wrong with the check; empty when every rule fires and what is allowed passes."""
    wrong = [f"rule {name} has no case in layer_cases.py" for name in {rule.name for rule in rules} - CASES.keys()]
    wrong += [f"case {name} has no rule" for name in CASES.keys() - {rule.name for rule in rules} - {"resolves"}]
    for name, (file, target) in CASES.items():
        if name not in rules_fired(rules, (*CHAIN, LEADS_TO_NET, (file, target)), file):
            wrong.append(f"rule {name} did not fire: {file} includes {target}")
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, (*CHAIN, *CASES_OK))
        wrong += [f"fired without reason: {violation}" for violation in check(root, rules)[1]]
    return wrong
