"""Settings: the environment is read, what is misspelt is named, a secret is never repeated."""

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import load_settings


def test_the_environment_is_read_and_a_flag_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSESCHAU_ARCHIVE", "/somewhere")
    monkeypatch.setenv("PRESSESCHAU_PASSAGES", "7")

    assert load_settings().passages == 7
    assert load_settings().archive == Path("/somewhere")
    assert load_settings(archive=Path("/elsewhere")).archive == Path("/elsewhere")


def test_a_dotenv_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PRESSESCHAU_MODEL=from-file\nOPENAI_API_KEY=from-file\n")
    assert load_settings().model == "from-file"

    monkeypatch.setenv("PRESSESCHAU_MODEL", "from-environment")
    assert load_settings().model == "from-environment"


@pytest.mark.parametrize("where", ["environment", "dotenv"])
def test_an_unknown_setting_is_named_with_the_one_that_was_meant(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if where == "environment":
        monkeypatch.setenv("PRESSESCHAU_MODELL", "x")
    else:
        Path(".env").write_text("PRESSESCHAU_MODELL=x\n")

    with pytest.raises(SettingsError, match=r"PRESSESCHAU_MODELL: did you mean PRESSESCHAU_MODEL\?"):
        load_settings()


def test_a_value_that_does_not_fit_names_the_setting_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSESCHAU_DEADLINE", "soon")

    with pytest.raises(SettingsError, match="PRESSESCHAU_DEADLINE") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_a_key_alone_switches_nothing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")

    settings = load_settings()

    assert not settings.wants_model
    assert "sk-secret" not in repr(settings)


def test_naming_a_model_switches_it_on_and_the_answerer_setting_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSESCHAU_MODEL", "small")
    assert load_settings().wants_model

    monkeypatch.setenv("PRESSESCHAU_ANSWERER", "extractive")
    assert not load_settings().wants_model
