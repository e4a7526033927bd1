"""What a deployment consists of: servers in the order of their start, what is prepared before, operator's hooks."""

import dataclasses
import importlib.util
import pathlib
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


def _servers_of(deployment):
    """servers.py in the deployment's folder."""
    path = pathlib.Path(__file__).resolve().parent.parent / deployment / "servers.py"
    spec = importlib.util.spec_from_file_location(f"{deployment}_servers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def planner(deployment):
    """What makes the plan of its facts."""
    return _servers_of(deployment).plan


def missing_hooks(deployment):
    """What its operator has no hand for, by the hooks' names."""
    return getattr(_servers_of(deployment), "MISSING_HOOKS", ())
