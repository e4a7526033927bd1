"""What a command that runs the suite does when it is asked to end."""

import signal
import subprocess


class Ended(Exception):
    """Somebody asked us to end."""

    def __init__(self, number):
        super().__init__(signal.Signals(number).name)
        self.number = number


def _on_signal(number, _):
    raise Ended(number)


def raise_on_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _on_signal)


def wait_for_suite(suite):
    """Its exit status. It is given time to write its reports also when we are told to end."""
    try:
        return suite.wait()
    except Ended as ended:
        suite.send_signal(ended.number)
        try:
            suite.wait(30)
        except subprocess.TimeoutExpired:
            suite.kill()
            suite.wait()
        raise
