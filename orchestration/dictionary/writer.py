"""The dictionary as documents of a release."""

import shutil

from orchestration.dictionary.make import FILES, ensure_dictionary
from warehouse.releases import Draft


def write_dictionary(draft: Draft) -> None:
    """Copy the data dictionary and the column lineage into a draft.

    Raises:
        ManifestError: dbt could not parse.
        DictionaryError: dbt could not compile.
    """
    made = ensure_dictionary()
    for name in FILES:
        shutil.copyfile(made / name, draft.folder / name)
