"""The data that the page's script reads: JSON inside a script element that is never run."""

import json
from typing import Any

# With these as escapes no text can end the element or begin another; JSON and JavaScript read them all the same.
_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def write_island(data: dict[str, Any]) -> str:
    """Return data as JSON that can stand in an HTML page."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)
