"""The house itself: what may point to what, and what must never be there."""

import re
import subprocess
import tomllib
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model

ROOT = Path(__file__).resolve().parents[1]


def _stairs() -> dict[str, int]:
    """Each package of the house → its height, from the contract that the linter reads."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name.strip(): -row for row, names in enumerate(layers) for name in names.split("|")}


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def test_every_app_of_ours_stands_on_the_stairs():
    ours = {config.name for config in apps.get_app_configs() if (ROOT / ".venv") not in Path(config.path).parents}

    assert ours <= set(_stairs())


def test_model_relations_never_point_upwards():
    account = get_user_model()  # named by a setting, so that any floor may point to it: Wagtail's pictures do
    heights = _stairs()
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if (here := heights.get(model._meta.app_config.name)) is not None
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model not in (None, account)
        if (there := heights.get(field.related_model._meta.app_config.name)) is not None and there > here
    ]

    assert upwards == []


def test_site_is_a_place_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_machine_or_registry_is_named():
    forbidden = re.compile(
        r"(?<![\w.])/(root|home|work)/[a-z.]|pypi\.org/simple|registry\.npmjs\.org|files\.pythonhosted"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _tracked("*.py", "*.sh", "*.md", "*.txt", "*.json", "*.toml", "*.html", "*.js", "*.css", "Makefile")
        if path != Path(__file__)
        if (match := forbidden.search(path.read_text(encoding="utf-8", errors="replace")))
    ]

    assert found == []


def test_only_the_clock_reads_the_clock():
    reads = re.compile(
        r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|timezone\.now\(|timezone\.localdate\(|time\.time\("
    )
    found = [
        str(path.relative_to(ROOT))
        for path in _tracked("site/maillage/*.py", "spaces/*.py", "events/*.py", "members/*.py")
        if path.name != "clock.py" and reads.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_every_dependency_has_a_line_that_says_why_and_under_which_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted = {re.split(r"[\[<>=]", name)[0] for name in named}
    wanted |= {folder.name for folder in (ROOT / "site" / "static" / "vendor").iterdir()}
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", _read("docs/developers/dependencies.md"), re.MULTILINE)
    explained = {name.strip() for row in rows for name in re.sub(r"\[[^\]]*\]", "", row).split(",")}

    assert explained - {"package", "library"} == wanted


def test_links_of_the_documentation_lead_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in _tracked("*.md")
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert dead == []


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
