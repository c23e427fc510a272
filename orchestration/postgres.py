"""The current release to the PostgreSQL that the settings name."""

from orchestration.settings import POSTGRES_URL_VARIABLE, Settings, SettingsError
from warehouse.errors import NotPublishedError
from warehouse.postgres.address import read_address
from warehouse.postgres.publish import Publication, publish_to_postgres
from warehouse.releases import current_release


def publish_current(settings: Settings) -> Publication:
    """Publish the current release there; the same one is not copied again.

    Raises:
        SettingsError: no server is named.
        NotPublishedError: there is no release.
        ServerUnavailableError: another try may do.
        PublishError: the server refuses.
    """
    if settings.postgres_url is None:
        raise SettingsError(
            f"Say which database: --url postgresql://user@host/database, or {POSTGRES_URL_VARIABLE}."
        )
    release = current_release(settings.published)
    if release is None:
        raise NotPublishedError(f"Nothing is published in {settings.data} yet: run `potline build` first.")
    return publish_to_postgres(
        release,
        read_address(settings.postgres_url),
        schema=settings.postgres_schema,
        readers=settings.postgres_readers,
    )
