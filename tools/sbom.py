"""The list of everything the product is made of, as CycloneDX 1.6: `./run sbom [FILE]`."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from locked import ROOT, Locked, locked


def sbom() -> dict[str, Any]:
    """Return the list; the same for the same lock files, so that two of them can be compared."""
    version = re.search(r'__version__ = "(.+)"', (ROOT / "src/nuangang/__init__.py").read_text())
    assert version
    product = {
        "type": "application",
        "bom-ref": "nuangang",
        "name": "nuangang",
        "version": version[1],
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    packages = [_component(each) for each in locked()]
    shipped = [each.purl for each in locked() if each.ships]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": product},
        "components": packages,
        "dependencies": [{"ref": "nuangang", "dependsOn": shipped}],
    }


def _component(each: Locked) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": each.purl,
        "name": each.name,
        "version": each.version,
        "purl": each.purl,
        "scope": "required" if each.ships else "excluded",
    }


def main(arguments: list[str]) -> int:
    """Write the list into the file named, or print it."""
    text = json.dumps(sbom(), indent=1) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text)
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
