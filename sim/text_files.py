"""What does a file that somebody wrote say? Its text, whatever program wrote it, and never more than can be meant."""

import codecs
import errno
import os
from pathlib import Path

from sim.declare import Mistake
from sim.showing import shown

LARGEST = 1_000_000
"""Bytes of a file that a person writes: a hundred times the longest scenario."""
NAME, PATH = 255, 4000
"""Bytes of one name and of a whole path that disks can hold."""
WIDE = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF32_BE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
"""Marks at the beginning of files in other encodings, the longer ones first."""


def path_of(name: str | Path, where: str) -> Path:
    """The path a user named, '~' resolved; Mistake when no disk can hold it."""
    text = os.fspath(name)
    if "\0" in text or len(os.fsencode(text)) > PATH or any(len(os.fsencode(part)) > NAME for part in Path(text).parts):
        raise Mistake(f"{where}: {shown(text)} is no name that a disk can hold: at most {NAME} bytes for each folder or file")
    return at_home(text, where)


def at_home(text: str, where: str) -> Path:
    """'~/runs' in the user's home; Mistake for a user that there is not."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise Mistake(f"{where}: {shown(text)}: there is no such user; write ./{text} if it is a name") from None


def place_of(name: str | Path, where: str) -> Path:
    """The whole path of a file or folder a user named, '~' resolved and links followed; Mistake when a link leads to itself."""
    path = at_home(os.fspath(name), where)
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Mistake(f"{where}: {shown(os.fspath(name))}: a link on the way leads to itself") from None
    return path.resolve()


def text_of(file: str | Path, most: int = LARGEST) -> str:
    """The text of a file of at most ``most`` bytes; Mistake names the file and, where it is not UTF-8, what to do."""
    path = path_of(file, "file")
    try:
        if path.exists() and not path.is_file():
            raise Mistake(f"{file}: is a folder, not a file" if path.is_dir() else f"{file}: is not a plain file")
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise Mistake(f"{file}: cannot be read: {error.strerror}") from None
    if len(data) > most:
        raise Mistake(f"{file}: is larger than {most / 1e6:g} MB, the most that is read")
    return decoded(data, str(file))


def decoded(data: bytes, where: str) -> str:
    """Text in UTF-8, with or without a mark at its beginning; Mistake tells what other encoding it seems to be in."""
    for mark, encoding in WIDE.items():
        if data.startswith(mark):
            raise Mistake(f"{where}: is not text in UTF-8, but in {encoding}; save it as UTF-8")
    if b"\0" in data[:10_000]:
        half = data[:1000].count(0) * 3 > len(data[:1000])
        raise Mistake(f"{where}: is not text in UTF-8{', but in UTF-16; save it as UTF-8' if half else ': it holds bytes of 0'}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = data.count(b"\n", 0, error.start) + 1, data[error.start]
        told = f"is not text in UTF-8 (byte {byte:#04x}); it may be in Latin-1 or Windows-1252: save it as UTF-8"
        raise Mistake(f"{where}: line {line}: {told}") from None
