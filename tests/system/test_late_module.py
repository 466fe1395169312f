"""Stand-ins for modules that are imported when they are used."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from reader.system.late_module import import_without
import_without("dataclasses", "inspect")
import_without("dataclasses", "inspect")
import dataclasses
assert "inspect" not in sys.modules

@dataclasses.dataclass
class WithoutDocstring:
    number: int = 3

assert WithoutDocstring.__doc__ == "WithoutDocstring(number: int = 3)"
import inspect
assert inspect.__file__ and inspect.signature is dataclasses.inspect.signature
assert not hasattr(dataclasses.inspect, "__wrapped__")

import_without("urllib.parse", "ipaddress")
import urllib.parse
assert "ipaddress" not in sys.modules
assert urllib.parse.urlsplit("http://[::1]:80/").hostname == "::1"
"""


def test_a_module_is_imported_when_it_is_used() -> None:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    assert subprocess.run([sys.executable, "-c", SCRIPT], env=unmeasured, check=False).returncode == 0
