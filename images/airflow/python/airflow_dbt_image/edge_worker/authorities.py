"""Which certificate authorities a worker trusts: the public ones, and the one of the stack."""

from pathlib import Path

import certifi


def bundle(place: Path, authority: Path) -> Path:
    """Write them into one file, and return its place. The image has no file of its own that OpenSSL would read."""
    own = authority.read_text() if authority.exists() else ""
    place.write_text(f"{Path(certifi.where()).read_text()}\n{own}")
    return place
