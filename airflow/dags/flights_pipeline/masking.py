"""Masks a column that identifies something, so that its clear value never reaches the analytics database."""

import hashlib
import hmac


class Mask:
    """A keyed hash: the same value gives the same mask, so joins still work, and the key is needed to tell
    which value it was.

    A plain hash would not do: there are only about a million tail numbers, and one can hash them all.
    """

    def __init__(self, secret: str) -> None:
        """Use as key what only those know who may read the clear values: the password of the source database."""
        self._key = hashlib.scrypt(secret.encode(), salt=b"flights.tailnum", n=2**14, r=8, p=1, dklen=32)

    def __call__(self, value: str | None) -> str | None:
        """Return the mask of a value: 64 bits as 16 characters. A missing value stays missing."""
        if value is None:
            return None
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()[:16]
