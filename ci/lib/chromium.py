"""A headless Chromium, driven over its debugging pipe: no port, no driver, no script of the page's own runs."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
             "--remote-debugging-pipe")
PATIENCE = 60  # seconds for one answer: a deadline, not a measure


class BrowserError(Exception):
    """The browser has not done what it was told."""


class Chromium:
    """One window without scripts. `hosts`: names that stand for addresses."""

    def __init__(self, hosts):
        self.profile = tempfile.mkdtemp(prefix="hosting-chromium-")
        to_browser, self.out = os.pipe()
        self.inn, from_browser = os.pipe()
        rules = ", ".join(f"MAP {name} {address}" for name, address in hosts.items())

        def place_pipes():
            # It reads at 3 and writes at 4; both may be in each other's way until they have been moved.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            ["chromium", *ARGUMENTS, f"--user-data-dir={self.profile}", f"--host-resolver-rules={rules}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=place_pipes)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.events = []
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.tell("Page.enable")
        self.tell("Emulation.setScriptExecutionDisabled", value=True)

    def close(self):
        try:
            self.session = None
            self.tell("Browser.close")
            self.process.wait(PATIENCE)
        except (BrowserError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        for pipe in (self.out, self.inn):
            os.close(pipe)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _message(self, deadline):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.inn], [], [], max(0, deadline - time.monotonic()))
            octets = os.read(self.inn, 1 << 20) if ready else b""
            if not octets:
                raise BrowserError("it has ended" if ready else "it does not answer")
            self.buffer += octets
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def tell(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._message(deadline)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def _wait_for_load(self):
        deadline = time.monotonic() + PATIENCE
        while "Page.loadEventFired" not in self.events:
            self.events.append(self._message(deadline).get("method"))

    def open(self, url):
        self.events.clear()
        result = self.tell("Page.navigate", url=url)
        if "errorText" in result:
            raise BrowserError(f"{url}: {result['errorText']}")
        self._wait_for_load()

    def size(self, width, height, is_phone=False):
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=2 if is_phone else 1, mobile=is_phone)

    def ask(self, expression):
        """The value of an expression, which is ours and not the page's."""
        result = self.tell("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise BrowserError(f"{expression}: {result['exceptionDetails']['text']}")
        return result["result"].get("value")

    def type(self, selector, text):
        self.ask(f"document.querySelector({json.dumps(selector)}).focus()")
        self.tell("Input.insertText", text=text)

    def choose(self, selector, value):
        self.ask(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(value)}")

    def click(self, selector):
        """Clicks where a person would, and waits for the page that comes."""
        self.press(selector)
        self._wait_for_load()

    def press(self, selector):
        box = self.ask(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{block: "center"}}); const b = e.getBoundingClientRect();
            return [b.x + b.width / 2, b.y + b.height / 2]; }})()""")
        self.events.clear()
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def shot(self, file):
        height = self.ask("document.documentElement.scrollHeight")
        width = self.ask("document.documentElement.clientWidth")
        picture = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                            clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        file.write_bytes(base64.b64decode(picture["data"]))

    def paper(self, file):
        """What a printer gets, as PDF."""
        printed = self.tell("Page.printToPDF", printBackground=False, preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)
        file.write_bytes(base64.b64decode(printed["data"]))
