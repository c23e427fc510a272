"""The statements that `readings` runs, one named step each.

`batch_articles`, `batch_rejected` and `batch_files` are the Arrow tables of the batch at hand; `seen_places` and
`seen_files` are temporary tables of every input and every file that the reading has met. `$folder` is the landing folder, `$at` the time of the reading.
"""

CREATE_SEEN_PLACES = """
create or replace temporary table seen_places (source_path varchar, article_id varchar)
"""

CREATE_SEEN_FILES = """
create or replace temporary table seen_files (file_path varchar, is_known boolean)
"""

KNOWN_FILES = """
select file_path, stamp from ledger.read_files where input_folder = $folder and reader = $reader
"""

NOTE_SEEN_FILES = """
insert into seen_files select file_path, is_known from batch_files
"""

# In the transaction of the batch that holds the file's end: what is on record as read is in the warehouse.
FORGET_READ_FILES = """
delete from ledger.read_files
where input_folder = $folder and file_path in (select file_path from batch_files where not is_known)
"""

REMEMBER_READ_FILES = """
insert into ledger.read_files by name
select $folder as input_folder, file_path, stamp, $reader as reader
from batch_files
where not is_known and stamp is not null
"""

# A place is its file, or a row of it: no name of an input ends with # and a number.
NOTE_KNOWN_PLACES = r"""
insert into seen_places
select held.source_path, held.article_id
from raw.article_sources as held
semi join (select file_path from seen_files where is_known) as known
    on regexp_replace(held.source_path, '#[0-9]+$', '') = known.file_path
where held.input_folder = $folder and held.superseded_at is null and held.missing_since is null
union all
select held.source_path, null
from raw.rejected_inputs as held
semi join (select file_path from seen_files where is_known) as known
    on regexp_replace(held.source_path, '#[0-9]+$', '') = known.file_path
where held.input_folder = $folder and held.missing_since is null
"""

FORGET_MISSING_FILES = """
delete from ledger.read_files
where input_folder = $folder and file_path not in (select file_path from seen_files)
"""

NOTE_SEEN_PLACES = """
insert into seen_places
select source_path, article_id from batch_articles
union all
select source_path, null from batch_rejected
"""

INSERT_ARTICLES = """
insert into raw.articles by name
select distinct on (article_id)
    article_id, content_sha256, text, char_count, encoding, $at::timestamp as loaded_at
from batch_articles
anti join raw.articles using (article_id)
order by article_id, source_path
"""

# The text that a place held before is superseded. It is not missing: the file is there.
SUPERSEDE_PLACES = """
update raw.article_sources as held
set superseded_at = $at::timestamp, missing_since = null
from batch_articles as batch
where held.input_folder = $folder
    and held.source_path = batch.source_path
    and held.article_id <> batch.article_id
    and held.superseded_at is null
"""

# A file that is back, or holds again what it once held; also the same text in another encoding, or with another
# title, date or address beside it.
RESTORE_PLACES = """
update raw.article_sources as held
set
    superseded_at = null,
    missing_since = null,
    byte_count = batch.byte_count,
    url = batch.url,
    given_title = batch.given_title,
    given_published_on = batch.given_published_on,
    extracted_with = batch.extracted_with
from batch_articles as batch
where held.input_folder = $folder
    and held.source_path = batch.source_path
    and held.article_id = batch.article_id
    and (
        held.superseded_at is not null
        or held.missing_since is not null
        or held.byte_count <> batch.byte_count
        or (held.url, held.given_title, held.given_published_on, held.extracted_with)
            is distinct from (batch.url, batch.given_title, batch.given_published_on, batch.extracted_with)
    )
"""

INSERT_PLACES = """
insert into raw.article_sources by name
select
    $folder as input_folder,
    source_path,
    article_id,
    byte_count,
    url,
    given_title,
    given_published_on,
    extracted_with,
    $at::timestamp as first_seen_at
from batch_articles
anti join (
    select source_path, article_id from raw.article_sources where input_folder = $folder
) using (source_path, article_id)
"""

DELETE_LOADED_REJECTIONS = """
delete from raw.rejected_inputs
where input_folder = $folder and source_path in (select source_path from batch_articles)
"""

UPDATE_REJECTIONS = """
update raw.rejected_inputs as held
set
    seen_at = case when held.reason = batch.reason then held.seen_at else $at::timestamp end,
    reason = batch.reason,
    detail = batch.detail,
    byte_count = batch.byte_count,
    missing_since = null
from batch_rejected as batch
where held.input_folder = $folder
    and held.source_path = batch.source_path
    and (
        held.missing_since is not null
        or (held.reason, held.detail, held.byte_count)
            is distinct from (batch.reason, batch.detail, batch.byte_count)
    )
"""

INSERT_REJECTIONS = """
insert into raw.rejected_inputs by name
select
    $folder as input_folder,
    source_path,
    reason,
    detail,
    byte_count,
    $at::timestamp as seen_at
from batch_rejected
anti join (
    select source_path from raw.rejected_inputs where input_folder = $folder
) using (source_path)
"""

# What was read at a place that cannot be read now keeps its facts, as at a place that is gone.
MARK_REJECTED_PLACES = """
update raw.article_sources
set missing_since = $at::timestamp
where input_folder = $folder
    and source_path in (select source_path from batch_rejected)
    and superseded_at is null
    and missing_since is null
"""

MARK_MISSING_PLACES = """
update raw.article_sources
set missing_since = $at::timestamp
where input_folder = $folder
    and source_path not in (select source_path from seen_places)
    and superseded_at is null
    and missing_since is null
"""

MARK_MISSING_REJECTIONS = """
update raw.rejected_inputs
set missing_since = $at::timestamp
where input_folder = $folder
    and source_path not in (select source_path from seen_places)
    and missing_since is null
"""

COUNT_SEEN_PLACES = """
select
    count(*),
    count(distinct article_id),
    count(article_id) - count(distinct article_id),
    count(*) filter (article_id is null)
from seen_places
"""

# A folder that was never read counts as one that was found empty.
LAST_RUN = """
select
    coalesce(arg_max(seen_count, finished_at), 0),
    coalesce(arg_max(loaded_count, finished_at), 0),
    coalesce(arg_max(duplicate_count, finished_at), 0),
    coalesce(arg_max(rejected_count, finished_at), 0)
from raw.ingest_runs
where input_folder = $folder
"""

INSERT_RUN = """
insert into raw.ingest_runs (
    run_id, input_folder, started_at, finished_at,
    seen_count, loaded_count, duplicate_count, rejected_count, new_article_count, missing_count
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
