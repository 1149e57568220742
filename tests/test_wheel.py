"""The built wheel, installed into a clean environment, does the work without the repository."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_code_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()

    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"bot", "knowledge", "ingest", "config"}
    for data in ("config/sources.toml", "config/council.toml", "knowledge/timescales.toml", "knowledge/glossary.toml"):
        assert data in names
    assert sum(name.startswith("knowledge/corpus/") and name.endswith(".md") for name in names) >= 60


def test_installed_in_a_clean_environment_it_builds_and_answers(wheel: Path, models: Path, tmp_path: Path) -> None:
    import venv

    home = tmp_path / "venv"
    # The libraries come from this environment: installing torch again would prove nothing more.
    venv.create(home, with_pip=True)
    libraries = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (next((home / "lib").glob("python*")) / "site-packages" / "libraries.pth").write_text(f"{libraries}\n")
    python = home / "bin" / "python"
    installing = [str(python), "-m", "pip", "install", "--no-deps", "--quiet", "--force-reinstall", str(wheel)]
    installed = subprocess.run(installing, capture_output=True, text=True, timeout=200)
    assert installed.returncode == 0, installed.stderr
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(models)
    environ = {"PATH": f"{home / 'bin'}:/usr/bin:/bin", "PRACTICE_BOT_DATA": str(data), "HF_HUB_OFFLINE": "1"}
    # The samples are left out: the whole corpus is built by another test.
    sources = tmp_path / "sources.toml"
    sources.write_text('[bundled]\nexclude = ["sample-*", "ca-*", "si-*", "cwsa-*"]\n', encoding="utf-8")
    environ["PRACTICE_BOT_SOURCES"] = str(sources)

    built = subprocess.run(["practice-ingest"], capture_output=True, text=True, env=environ, cwd=tmp_path, timeout=280)
    where = subprocess.run(
        [str(python), "-c", "import knowledge; print(knowledge.__file__)"], capture_output=True, text=True, cwd=tmp_path
    )
    asked = subprocess.run(
        ["practice-bot", "ask", "when is the initial child protection conference due"],
        capture_output=True, text=True, env=environ, cwd=tmp_path, timeout=100,
    )  # fmt: skip

    assert str(home) in where.stdout
    assert built.returncode == 0, built.stderr
    assert "15 working days" in asked.stdout
