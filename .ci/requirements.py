"""Print the requirements that pyproject.toml declares, all extras included, to install their lowest versions.

The exact pins of the extra `test` are left out where a requirement with a lower bound is declared too: they are for the
pictures in docs/, which are compared with no other versions.
"""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def name_of(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def requirements(project: dict[str, Any]) -> list[str]:
    """Return every requirement once, without those of the project on its own extras."""
    declared = chain(project["dependencies"], *project["optional-dependencies"].values())
    declared = [each for each in dict.fromkeys(declared) if name_of(each) != project["name"]]
    bounded = {name_of(each) for each in declared if "==" not in each}
    return [each for each in declared if "==" not in each or name_of(each) not in bounded]


if __name__ == "__main__":
    print("\n".join(requirements(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"])))
