"""What a deployment consists of: servers in the order of their start, what is prepared before, operator's hooks."""

import dataclasses
import importlib
import signal
from typing import Callable


@dataclasses.dataclass
class Server:
    command: list
    listens_at: list            # ports (int) or paths of sockets
    before: list = dataclasses.field(default_factory=list)  # commands
    end_signal: int = signal.SIGTERM
    end_command: list = dataclasses.field(default_factory=list)  # before that; it may fail


@dataclasses.dataclass
class Plan:
    servers: dict
    prepare: Callable
    hooks: dict


def load_plan(facts):
    """Of the module that is called as the deployment: apache_plan.py."""
    return importlib.import_module(facts["deployment"] + "_plan").plan(facts)
