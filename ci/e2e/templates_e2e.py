"""ci/templates: accepted by the validators of the CI systems, and their shell run against the reference server.

Installing takes root, so a stand-in for apt-get unpacks the package; the package is a real one.
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

from customer import program
from reference_server import TREE, ReferenceServer

TEMPLATES = TREE / "ci/templates"
NPM = TREE / "ci/npm"
SECONDS = 100
FEW = "--select ftp.login.* --select web.index.none_is_404"
BROKEN = "ftp.login.password_case_folds"
APT_GET = """#!/bin/bash
for word in "$@"; do
  case $word in
    /*.deb)
      # Shards that run on one machine share it: what one of them has begun to run is not unpacked anew.
      dpkg-deb --info "$word" >/dev/null || exit 100
      flock "$STAND_IN.lock" bash -c '[[ -L $2/usr/bin/hosting-cts ]] || dpkg-deb --extract "$1" "$2"' - "$word" "$STAND_IN" || exit 100
      ;;
    -qq | -o | Acquire::Retries=3 | update | install | --yes | --no-install-recommends | ca-certificates) ;;
    *) echo "apt-get: what is '$word'?" >&2; exit 100 ;;
  esac
done
"""


def ran(command, **options):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=SECONDS, **options)


def yaml(name):
    return json.loads(ran(["node", NPM / "templates.mjs", "read", TEMPLATES / name], check=True).stdout)


def setUpModule():
    subprocess.run([NPM / "install"], check=True, timeout=SECONDS)


class Forms(unittest.TestCase):
    def check(self, folder):
        return ran(["node", NPM / "templates.mjs", "check", folder])

    def test_validators_accept_the_templates_and_refuse_broken_ones(self):
        found = self.check(TEMPLATES)
        self.assertEqual(found.returncode, 0, found.stdout + found.stderr)
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "templates"
        shutil.copytree(TEMPLATES, folder)
        for name, good, bad in [("github/action.yml", "using: composite", "using: compost"),
                                ("github/conformance.yml", "runs-on", "run-on"),
                                ("kubernetes/fleet.yaml", "parallelism: 4", "parallelism: four"),
                                ("kubernetes/fleet.yaml", "mountPath: /store", "mountPaths: /store"),
                                ("jenkins/Jenkinsfile", "  agent none", "  agent none {")]:
            text = (folder / name).read_text()
            self.assertIn(good, text)
            (folder / name).write_text(text.replace(good, bad))
            self.assertIn(name, self.check(folder).stdout, bad)
            (folder / name).write_text(text)

    def test_systemd_accepts_the_units(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for unit in (TEMPLATES / "systemd").iterdir():
            text = unit.read_text().replace("/usr/bin/hosting-cts", os.environ["HOSTING_CTS"])
            (folder / unit.name).write_text(text)
        units = [folder / "hosting-cts@.service", folder / "hosting-cts@.timer"]
        found = ran(["systemd-analyze", "verify", "--man=no", *units])
        self.assertEqual((found.returncode, found.stderr), (0, ""))


class Templates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(ReferenceServer(program()))

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "hosting").mkdir()
        self.write_target(self.folder / "hosting/shop.toml")
        tools, root = self.folder / "tools", self.folder / "root"
        self.make_package(self.folder / "hosting-cts.deb")
        tools.mkdir()
        (tools / "apt-get").write_text(APT_GET)
        (tools / "apt-get").chmod(0o755)
        self.environment = os.environ | self.server.environment | {
            "PATH": f"{tools}:{root}/usr/bin:{os.environ['PATH']}", "STAND_IN": str(root)}
        self.addCleanup(self.server.ask, "deviation", "off")

    def make_package(self, file):
        contents = self.folder / "contents"
        (contents / "DEBIAN").mkdir(parents=True)
        (contents / "DEBIAN/control").write_text("Package: hosting-cts\nVersion: 1\nArchitecture: all\n"
                                                 "Maintainer: nobody <nobody@localhost>\nDescription: stand-in\n")
        (contents / "usr/bin").mkdir(parents=True)
        (contents / "usr/bin/hosting-cts").symlink_to(os.environ["HOSTING_CTS"])
        ran(["dpkg-deb", "--build", "-Znone", contents, file], check=True)

    def write_target(self, file):
        """The target file under another name, with the profile that it names."""
        shutil.copy(self.server.target_file, file)
        profile = self.server.target["profile"]
        shutil.copy(self.server.target_file.parent / profile, file.parent / profile)

    def shell(self, command, script, status=0, **environment):
        """Runs `script` as a CI system would; its output."""
        (self.folder / "script").write_text(script)
        ended = ran([*command, self.folder / "script"], cwd=self.folder, env=self.environment | environment)
        self.assertEqual(ended.returncode, status, ended.stdout + ended.stderr)
        return ended.stdout

    def result(self, folder):
        return json.loads((self.folder / folder / "result.json").read_text())

    # GitHub

    def action(self, status=0, **inputs):
        """Runs the steps of the composite action; (its outputs, the job's summary)."""
        action, = yaml("github/action.yml")
        values = {name: facts.get("default", "") for name, facts in action["inputs"].items()} | inputs
        outputs, summary = self.folder / "outputs", self.folder / "summary"
        outputs.write_text("")
        summary.write_text("")
        for step in action["runs"]["steps"]:
            environment = {key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: values[found[1]], value)
                           for key, value in step["env"].items()}
            self.assertNotIn("${{", step["run"])
            last = step is action["runs"]["steps"][-1]
            self.shell(["bash", "--noprofile", "--norc", "-eo", "pipefail"], step["run"], status if last else 0,
                       RUNNER_TEMP=str(self.folder), GITHUB_OUTPUT=str(outputs), GITHUB_STEP_SUMMARY=str(summary),
                       **environment)
        return outputs.read_text(), summary.read_text()

    def test_github_action_judges(self):
        inputs = {"package": "hosting-cts.deb", "target": "hosting/shop.toml", "arguments": FEW}
        outputs, summary = self.action(**inputs)
        self.assertEqual(outputs, "exit-code=0\n")
        self.assertIn("WEB-INDEX-7", summary)
        self.server.ask("deviation", "on", BROKEN)
        self.assertEqual(self.action(status=1, **inputs)[0], "exit-code=1\n")
        self.assertEqual(self.result("hosting-cts")["totals"]["fail"], 1)

    def test_github_workflow_merges_its_shards(self):
        workflow, = yaml("github/conformance.yml")
        judge = workflow["jobs"]["judge"]
        shards = judge["strategy"]["matrix"]["shard"]
        step = next(step for step in judge["steps"] if "target" in step.get("with", {}))
        given = {name: value for name, value in step["with"].items() if "vars." not in value}
        for shard in shards:
            values = {"matrix.shard": str(shard), "strategy.job-total": str(len(shards))}
            inputs = {name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], value)
                      for name, value in given.items()}
            _, summary = self.action(package="hosting-cts.deb", arguments=FEW, out=f"shards/{shard}", **inputs)
            self.assertEqual(summary, "")
        merge = next(step["with"] for step in workflow["jobs"]["merge"]["steps"] if "merge" in step.get("with", {}))
        _, summary = self.action(package="hosting-cts.deb", merge=merge["merge"])
        self.assertIn("WEB-INDEX-7", summary)
        self.assert_whole("hosting-cts", [f"shards/{shard}" for shard in shards])

    def assert_whole(self, merged, shards):
        ids = [{scenario["id"] for scenario in self.result(shard)["scenarios"]} for shard in shards]
        self.assertTrue(all(ids), "a shard is empty")
        self.assertEqual({scenario["id"] for scenario in self.result(merged)["scenarios"]}, set.union(*ids))

    # GitLab

    def pipeline(self):
        """What gitlab-ci-local says of the pipeline; its exit status tells nothing of jobs that may fail in part."""
        component = self.folder / "templates/hosting-cts.yml"
        component.parent.mkdir(exist_ok=True)
        shutil.copy(TEMPLATES / "gitlab/hosting-cts.yml", component)
        (self.folder / ".gitlab-ci.yml").write_text(json.dumps({"include": [{
            "local": "templates/hosting-cts.yml",
            "inputs": {"target": "hosting/shop.toml", "package": "hosting-cts.deb", "arguments": FEW}}]}))
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-C", self.folder]
        for words in (["init", "-q", "-b", "main"], ["remote", "add", "origin", "git@gitlab.example:group/project.git"],
                      ["add", ".gitlab-ci.yml", "templates", "hosting"], ["commit", "-q", "-m", "a"]):
            ran([*git, *words])
        ended = ran([NPM / "node_modules/.bin/gitlab-ci-local", "--force-shell-executor",
                     "--no-shell-isolation", "--home", self.folder / "home"], cwd=self.folder, env=self.environment)
        return ended.stdout + ended.stderr

    def test_gitlab_pipeline_merges_its_shards(self):
        said = self.pipeline()
        self.assertIn("json schema validated", said)
        self.assertRegex(said, r"PASS\S*\s+\S*hosting-cts-report")
        self.assert_whole("hosting-cts/report", ["hosting-cts/shards/1", "hosting-cts/shards/2"])
        self.server.ask("deviation", "on", BROKEN)
        said = self.pipeline()
        self.assertRegex(said, r"WARN\S*\s+\S*hosting-cts: \[")
        self.assertRegex(said, r"FAIL\S*\s+\S*hosting-cts-report")
        self.assertEqual(self.result("hosting-cts/report")["totals"]["fail"], 1)

    # Jenkins

    def test_jenkins_shell_merges_its_shards(self):
        text = (TEMPLATES / "jenkins/Jenkinsfile").read_text()
        scripts = re.findall(r"'''(.*?)'''", text, re.DOTALL)
        self.assertNotIn("\\", "".join(scripts))
        install, run, merge = scripts
        self.assertEqual(len(re.findall(r"^ +installSuite\(\)$", text, re.MULTILINE)), 2, "once in each agent")
        parameters = {name: value for name, value in re.findall(r"name: '(\w+)', defaultValue: ['\"](.*?)['\"]", text)}
        parameters |= {"PACKAGE": "hosting-cts.deb", "ARGUMENTS": FEW, "SHARDS": re.search(r"SHARDS = '(\d+)'", text)[1]}
        shards = re.findall(r"'(\d+)'", re.search(r"axis \{ name 'SHARD'; values ([^}]*)", text)[1])
        self.assertEqual(len(shards), int(parameters["SHARDS"]))
        self.assertEqual(re.findall(r"unstash 'shard-(\d+)'", text), shards)
        for shard in shards:
            self.shell(["sh", "-xe"], install, **parameters, SHARD=shard)
            self.shell(["sh", "-xe"], run, **parameters, SHARD=shard)
        self.shell(["sh", "-xe"], install, **parameters)
        self.shell(["sh", "-xe"], merge, **parameters)
        self.assert_whole("hosting-cts", [f"shards/{shard}" for shard in shards])

    # Kubernetes

    def test_kubernetes_pods_take_a_target_each(self):
        documents = yaml("kubernetes/fleet.yaml")
        job = next(document for document in documents if document["kind"] == "Job")["spec"]
        names = sorted(next(document for document in documents if document["kind"] == "ConfigMap")["data"])
        self.assertEqual(job["completions"], len(names))
        container, = job["template"]["spec"]["containers"]
        targets, store = self.folder / "targets", self.folder
        targets.mkdir()
        for name in names:
            self.write_target(targets / name)
        command, script = container["command"], container["args"][0]
        script = script.replace("hosting-cts run ", f"hosting-cts run {FEW} ".replace("*", "\\*"))
        for index, name in enumerate(names):
            ended = ran([*command, script], cwd=self.folder, env=self.environment | {
                "TARGETS": str(targets), "STORE": str(store), "JOB_COMPLETION_INDEX": str(index)})
            self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
            self.assertGreater(self.result(f"reports/{name.removesuffix('.target.toml')}")["totals"]["pass"], 1)
            self.assertEqual((store / "fleet/fleet.html").exists(), name == names[-1], ended.stdout + ended.stderr)
        hosts = json.loads((store / "fleet/fleet.json").read_text())["hosts"]
        self.assertEqual([f"{host['key']}.target.toml" for host in hosts], names)

    def test_kubernetes_sample_targets_can_be_read(self):
        documents = yaml("kubernetes/fleet.yaml")
        for name, text in next(document for document in documents if document["kind"] == "ConfigMap")["data"].items():
            file = self.folder / name
            file.write_text(text.replace('password_env = "', 'password_env = "MISSING_'))
            ended = ran([os.environ["HOSTING_CTS"], "doctor", "--target", file])
            self.assertNotRegex(ended.stdout + ended.stderr, re.escape(str(file)) + r":\d+:\d+: (?!.*MISSING_)")

    # systemd

    def test_systemd_service_tells_what_changed(self):
        unit = (TEMPLATES / "systemd/hosting-cts@.service").read_text()
        self.environment["PATH"] = f"{pathlib.Path(os.environ['HOSTING_CTS']).parent}:{os.environ['PATH']}"

        def night():
            """(status of the main process, what the last one said)."""
            status = None
            for key, line in re.findall(r"^(Exec\w+)=-?(.*)$", unit, re.MULTILINE):
                line = line.replace("/usr/bin/hosting-cts", os.environ["HOSTING_CTS"])
                line = line.replace("/etc/hosting-cts/%i.toml", "hosting/shop.toml")
                words = shlex.split(line) + (shlex.split(FEW) if key == "ExecStart" else [])
                ended = ran(words, cwd=self.folder, env=self.environment)
                if key == "ExecStart":
                    status = ended.returncode
                elif key == "ExecStartPre":
                    self.assertEqual(ended.returncode, 0, ended.stderr)
            return status, ended.stdout

        self.assertEqual(night(), (0, ""))
        status, said = night()
        self.assertEqual(status, 0)
        self.assertIn("No difference", said)
        self.server.ask("deviation", "on", BROKEN)
        status, said = night()
        self.assertEqual(status, 1)
        self.assertIn("New failures (1)", said)


if __name__ == "__main__":
    unittest.main()
