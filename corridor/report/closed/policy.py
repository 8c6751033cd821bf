"""The Content-Security-Policy of a page: what it may run and wear, by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Admit some scripts and styles by their hashes, pictures of the page itself, and nothing else."""
    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def hashes(texts: Sequence[str]) -> str:
    """Hashes of texts as a policy names them."""
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
