"""Makes the dictionary when the project is set up: `python -m orchestration.dictionary`."""

import sys

from orchestration.dictionary.make import DictionaryError, ensure_dictionary
from orchestration.manifest import ManifestError

if __name__ == "__main__":
    try:
        ensure_dictionary()
    except (ManifestError, DictionaryError) as error:
        sys.exit(str(error))
