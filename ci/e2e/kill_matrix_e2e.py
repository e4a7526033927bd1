"""A kill matrix that somebody ends with Ctrl-C."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

SECONDS = 100


class KillMatrix(unittest.TestCase):
    def test_ctrl_c_leaves_what_was_tried_and_blames_nobody(self):
        out = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        # A process group of its own: a terminal's Ctrl-C reaches the servers and the workers too.
        with subprocess.Popen([os.environ["HOSTING_CTS"], "kill-matrix", "--deviation", "web.*", "--select", "web.index.*",
                               "--jobs", "2", "--out", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              start_new_session=True) as matrix:
            self.addCleanup(matrix.kill)
            first = matrix.stdout.readline()
            os.killpg(matrix.pid, signal.SIGINT)
            told, complained = matrix.communicate(timeout=SECONDS)
        self.assertTrue(first.startswith("killed "), first)
        self.assertEqual(matrix.returncode, 70, told + complained)
        self.assertRegex(complained, r"hosting-cts: interrupted: \d+ deviations were not tried\n")
        self.assertNotIn("ERROR", told)
        rows = json.loads((out / "kill-matrix.json").read_text())["deviations"]
        self.assertEqual({row["outcome"] for row in rows}, {"killed"}, told)


if __name__ == "__main__":
    unittest.main()
