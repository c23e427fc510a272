"""Write the asset keys down as they are now, for test_definitions: python -m tests.integration.write_asset_keys."""

from orchestration.definitions import build_definitions
from tests.integration.test_definitions import ASSET_KEYS

if __name__ == "__main__":
    keys = sorted(key.to_user_string() for key in build_definitions().resolve_all_asset_keys())
    ASSET_KEYS.write_text("\n".join(keys) + "\n", encoding="utf-8")
