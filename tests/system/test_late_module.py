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

LEFT_OUT = """
import sys
from reader.cli.screen import HASHES, OPENSSL
from reader.system.late_module import import_as_if_missing, leave_out
leave_out(OPENSSL, ["_md5", "no_module_of_this_name"])
assert OPENSSL not in sys.modules
leave_out(OPENSSL, HASHES)
import_as_if_missing("asyncio", "ssl")
import asyncio, hashlib, hmac, secrets
assert not {"ssl", "_ssl"} & {*sys.modules}
assert not sys.modules.get(OPENSSL)
assert hashlib.sha256(b"").hexdigest().startswith("e3b0c44298fc1c149afbf4c8996fb924")
assert {hashlib.new(name).name for name in ("md5", "sha1", "sha512", "blake2b", "sha3_256")}
assert asyncio.run(asyncio.sleep(0, "done")) == "done"
import ssl, urllib.request
assert ssl.create_default_context() and urllib.request.HTTPSHandler()
"""


def test_a_module_is_imported_when_it_is_used() -> None:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    assert subprocess.run([sys.executable, "-c", SCRIPT], env=unmeasured, check=False).returncode == 0


def test_openssl_is_left_out_until_something_is_fetched() -> None:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    assert subprocess.run([sys.executable, "-c", LEFT_OUT], env=unmeasured, check=False).returncode == 0
