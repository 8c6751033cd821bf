"""Who sends a document: name, address lines and logo, read from a TOML file."""

from __future__ import annotations

import base64
import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.errors import InputError, shown
from corridor.report.document.plain import plain
from corridor.report.extra import needed

_KEYS = ("name", "address", "phone", "email", "web", "registration", "logo")
_MOST_LINES = 6
_MOST_SIGNS = 300  # of a line
_MOST_BYTES = 5_000_000
_MOST_PIXELS = 25_000_000
_LOGO_PX = (900, 300)  # kept of the logo: 300 dots an inch at its printed size
_WEB_PX = (390, 132)  # of the logo in a page: three dots for each of its largest size there
_SHAPE = 'name = "..." with, as you like, address = ["...", "..."], phone, email, web, logo'


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A sender; `logo` is a PNG, or empty."""

    name: str
    lines: tuple[str, ...] = ()
    logo: bytes = b""


def read_letterhead(path: Path) -> Letterhead:
    """
    Read a letterhead; the logo's file is named relative to the TOML.

    Raises
    ------
    InputError
        If a key is unknown or of the wrong kind, or the logo is no picture.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as err:
        raise InputError(f"letterhead {path} cannot be read ({err})", remedy=_SHAPE) from err
    unknown = sorted(set(found) - set(_KEYS))
    if unknown:
        raise InputError(
            f"letterhead {path}: {shown(unknown[0])} is unknown",
            remedy=f"one of {', '.join(_KEYS)}",
        )
    address = _lines(found, path)
    rest = [_text(found, key, path) for key in _KEYS[2:6]]
    name = _text(found, "name", path)
    if not name:
        raise InputError(f"letterhead {path} has no name", remedy=_SHAPE)
    logo = _text(found, "logo", path)
    return Letterhead(
        name,
        tuple(line for line in (*address, *rest) if line)[:_MOST_LINES],
        read_logo(path.parent / logo) if logo else b"",
    )


def _lines(found: dict[str, Any], path: Path) -> list[str]:
    address = found.get("address", [])
    lines = address.split("\n") if isinstance(address, str) else address
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise InputError(f"letterhead {path}: address is not a list of texts", remedy=_SHAPE)
    return [plain(line)[:_MOST_SIGNS] for line in lines]


def _text(found: dict[str, Any], key: str, path: Path) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise InputError(f"letterhead {path}: {key} is not a text", remedy=_SHAPE)
    return plain(value).strip()[:_MOST_SIGNS]


def web_logo(sender: Letterhead) -> str:
    """
    Give the logo as a data: address of a small PNG, '' where there is none.

    Raises
    ------
    InputError
        If the library for pictures is not installed.
    """
    if not sender.logo:
        return ""
    out = io.BytesIO()
    with needed("PIL.Image", "a logo").open(io.BytesIO(sender.logo), formats=("PNG",)) as image:
        image.thumbnail(_WEB_PX)
        image.save(out, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def read_logo(path: Path) -> bytes:
    """
    Read a PNG or JPEG and give it as a small PNG.

    Raises
    ------
    InputError
        If it is no such picture, or too large.
    """
    image_of = needed("PIL.Image", "a logo")
    remedy = "give a PNG or JPEG of at most 5 MB and 25 million dots"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"logo {path} is larger than 5 MB", remedy=remedy)
        with image_of.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise InputError(
                    f"logo {path} has {image.width} x {image.height} dots", remedy=remedy
                )
            image.load()
            small = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, image_of.DecompressionBombError) as err:
        raise InputError(f"logo {path} cannot be read as PNG or JPEG", remedy=remedy) from err
    small.thumbnail(_LOGO_PX)
    paper = image_of.new("RGB", small.size, "white")
    paper.paste(small, mask=small.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()
