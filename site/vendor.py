"""Bring the browser libraries named in package.json into the repository, or check that they are there.

    python site/vendor.py            install what package-lock.json gives and copy its files (needs npm)
    python site/vendor.py --check    compare what is here with what was copied; exit 1 naming each difference

Each library gets its files, its licence and a VERSION; the checksums of all of them are kept in vendor.sha256, so that
nothing but bringing a library needs npm.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STATIC = "site/static/vendor"
CHECKSUMS = ROOT / "site" / "vendor.sha256"


@dataclass(frozen=True)
class Library:
    """Files of one npm package: where they go, and which of its files are its licences."""

    package: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)
    licences: tuple[str, ...] = ("LICENSE",)
    kept_licence: str = ""  # in the repository, of a package that brings none


def font(name: str) -> Library:
    """The Latin subsets of a variable font, upright, by weight."""
    files = {f"files/{name}-{part}-wght-normal.woff2": f"{name}-{part}.woff2" for part in ("latin", "latin-ext")}
    return Library(f"@fontsource-variable/{name}", f"{STATIC}/{name}", files)


LIBRARIES = (
    font("bricolage-grotesque"),
    font("figtree"),
    Library(
        "leaflet",
        f"{STATIC}/leaflet",
        {f"dist/{name}": name for name in ("leaflet.js", "leaflet.css")}
        | {f"dist/images/{name}": f"images/{name}" for name in ("layers.png", "layers-2x.png")}
        | {f"dist/images/marker-{name}.png": f"images/marker-{name}.png" for name in ("icon", "icon-2x", "shadow")},
    ),
    Library(
        "supercluster",
        f"{STATIC}/supercluster",
        {"dist/supercluster.min.js": "supercluster.min.js"},
        licences=("LICENSE", "../kdbush/LICENSE"),
    ),
    Library(
        "@event-calendar/build",
        f"{STATIC}/event-calendar",
        {f"dist/event-calendar.min.{kind}": f"event-calendar.min.{kind}" for kind in ("js", "css")},
        licences=(),
        kept_licence="site/licences/event-calendar.txt",
    ),
    Library("htmx.org", f"{STATIC}/htmx", {"dist/htmx.esm.min.js": "htmx.esm.min.js"}),
    Library("lucide-static", f"{STATIC}/lucide"),
    Library("qr", f"{STATIC}/qr", {name: name for name in ("decode.js", "index.js")}, licences=("LICENSE-MIT",)),
    Library(
        "axe-core",
        "tests/vendor/axe-core",
        {"axe.min.js": "axe.min.js"},
        ("LICENSE", "LICENSE-3RD-PARTY.txt"),
    ),
)


def main() -> int:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--check", action="store_true", help="only compare")
    if parser.parse_args().check:
        return report(differences(kept(), here()))
    with tempfile.TemporaryDirectory() as folder:
        modules = install(Path(folder))
        wanted = {path: content for library in LIBRARIES for path, content in files_of(library, modules).items()}
    for folder in sorted({library.folder for library in LIBRARIES}):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    for path, content in wanted.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(content)
    CHECKSUMS.write_text("".join(f"{digest}  {path}\n" for path, digest in sorted(here().items())), encoding="utf-8")
    say(f"{len(wanted)} files of {len(LIBRARIES)} libraries written.")
    return 0


def install(folder: Path) -> Path:
    """What the lock gives, unpacked in `folder`; no script of any package is run."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules"


def files_of(library: Library, modules: Path) -> dict[str, bytes]:
    """Path in the repository → content, for one library."""
    source = modules / library.package
    version = json.loads((source / "package.json").read_text(encoding="utf-8"))["version"]
    kept = [ROOT / library.kept_licence] if library.kept_licence else []
    licence = b"\n\n".join(path.read_bytes().strip() for path in [*(source / name for name in library.licences), *kept])
    files = {"VERSION": f"{version}\n".encode(), "LICENSE": licence + b"\n"}
    files |= {to: without_source_map(source / name) for name, to in library.files.items()}
    if library.package == "lucide-static":
        files["icons.svg"] = sprite(source / "icons").encode()
    return {f"{library.folder}/{name}": content for name, content in files.items()}


def without_source_map(path: Path) -> bytes:
    """The file without the pointer to its source map, which is not shipped and would break hashed names."""
    content = path.read_bytes()
    if path.suffix in (".js", ".css"):
        content = re.sub(rb"\n?/[/*]# sourceMappingURL=\S+( \*/)?\s*$", b"\n", content)
    return content


def sprite(folder: Path) -> str:
    """One SVG with a symbol for each icon that package.json lists; the stylesheet gives stroke and fill."""
    names = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["icons"]
    symbols = []
    for name in sorted(names):
        drawing = (folder / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"\s*\n\s*", "", drawing.split(">", 2)[2].rsplit("</svg>", 1)[0]).replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def kept() -> dict[str, str]:
    """Path in the repository → checksum when it was copied (as `sha256sum --check` reads it)."""
    lines = CHECKSUMS.read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def here() -> dict[str, str]:
    """Path in the repository → checksum of each file in the folders of the libraries."""
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for library in LIBRARIES
        for path in (ROOT / library.folder).rglob("*")
        if path.is_file()
    }


def differences(wanted: dict[str, str], found: dict[str, str]) -> list[str]:
    """One line a file that is missing, other than it should be, or unknown."""
    lines = [f"missing: {path}" for path in sorted(wanted.keys() - found.keys())]
    lines += [f"unknown: {path}" for path in sorted(found.keys() - wanted.keys())]
    lines += [f"changed: {path}" for path in sorted(wanted.keys() & found.keys()) if found[path] != wanted[path]]
    return lines


def report(lines: list[str]) -> int:
    for line in lines:
        say(line)
    say("Run python site/vendor.py." if lines else "The vendored files are what was copied.")
    return 1 if lines else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
