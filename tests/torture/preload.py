"""What the processes of the stages are forked with: everything imported, the lexicon compiled, nothing opened."""

from functools import cache

from ingest.engines import local
from ingest.lexicon import load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.torture import stages

__all__ = ["stages"]

# A kill is to meet the reading of articles, and not the compiling before it, which takes longer here.
load_once = cache(load_lexicon)
load_once(WORLD_FOLDER)
setattr(local, "load_lexicon", load_once)  # noqa: B010 - a name that the module imports is not its own to others
