"""The key file: made once, for its owner alone, and never weak."""

import pytest

from models.key import KeyFileError, key, key_path


def test_the_key_is_made_once_and_stays(store):
    made = key(may_make=True)
    assert len(made) == 32 and key() == made
    assert key_path().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_path().parent.iterdir()] == ["key"]


def test_two_installations_have_two_keys(store):
    first = key(may_make=True)
    key_path().unlink()
    assert key(may_make=True) != first


def test_a_missing_key_is_refused(store):
    with pytest.raises(KeyFileError, match="Put it back from a backup"):
        key()


def test_a_key_that_is_no_readable_file_is_refused_in_a_sentence(store):
    key(may_make=True)
    key_path().write_bytes(b"\xff\xfe" * 40)
    with pytest.raises(KeyFileError, match="too weak"):
        key()
    key_path().unlink()
    key_path().mkdir(mode=0o700)
    with pytest.raises(KeyFileError, match="cannot be used: Is a directory"):
        key()
    key_path().rmdir()
    key_path().parent.rmdir()
    key_path().parent.write_text("a file where a folder should be")
    with pytest.raises(KeyFileError, match="cannot be used"):
        key(may_make=True)


@pytest.mark.parametrize("text", ["", "secret", "00" * 32, "ab" * 16, "zz" * 32])
def test_a_weak_key_is_refused(store, text):
    key(may_make=True)
    key_path().write_text(text)
    with pytest.raises(KeyFileError, match="too weak"):
        key()


def test_a_key_that_others_may_read_is_refused(store):
    key(may_make=True)
    key_path().chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        key()
