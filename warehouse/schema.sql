-- The tables that ingest and extraction fill. dbt builds everything downstream of them.
-- Timestamps are UTC. Offsets count Unicode code points, 0-based, end exclusive (W3C TextPositionSelector).

create schema if not exists raw;
create schema if not exists extracted;
create schema if not exists ledger;

create table if not exists raw.articles (
    article_id varchar not null,
    content_sha256 varchar not null unique,
    text varchar not null,
    char_count integer not null,
    encoding varchar not null,
    loaded_at timestamp not null,
    primary key (article_id)
);
comment on table raw.articles is 'One row is one distinct text, exactly as decoded.';
comment on column raw.articles.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column raw.articles.content_sha256 is 'SHA-256 of the text encoded in UTF-8: the identity of an article.';
comment on column raw.articles.text is 'The article exactly as decoded, otherwise untouched.';
comment on column raw.articles.char_count is 'Length of the text in Unicode code points.';
comment on column raw.articles.encoding is 'Encoding the bytes were decoded with.';
comment on column raw.articles.loaded_at is 'When the text was first loaded (UTC).';

create table if not exists raw.article_sources (
    input_folder varchar not null,
    source_path varchar not null,
    article_id varchar not null,
    byte_count bigint not null,
    first_seen_at timestamp not null,
    superseded_at timestamp,
    missing_since timestamp,
    url varchar,
    given_title varchar,
    given_published_on date,
    extracted_with varchar,
    primary key (input_folder, source_path, article_id)
);
-- Files of before these columns get them here.
alter table raw.article_sources add column if not exists url varchar;
alter table raw.article_sources add column if not exists given_title varchar;
alter table raw.article_sources add column if not exists given_published_on date;
alter table raw.article_sources add column if not exists extracted_with varchar;
comment on table raw.article_sources is 'One row is one text seen at one place; a place whose content changed has one row a text.';
comment on column raw.article_sources.input_folder is 'The landing folder that the place is in; reading another one says nothing about this one.';
comment on column raw.article_sources.source_path is 'Path of the file inside the landing folder, with forward slashes; of a row or page in a larger file with # and its number, from 0.';
comment on column raw.article_sources.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column raw.article_sources.byte_count is 'Size in bytes of what was read: the file unpacked, the line, the text of the row, the page.';
comment on column raw.article_sources.first_seen_at is 'When this text was first seen at this place (UTC).';
comment on column raw.article_sources.superseded_at is 'When the file was found to hold another text (UTC); NULL while it holds this one. A text superseded at all its places leaves the marts.';
comment on column raw.article_sources.missing_since is 'When the file was first found gone (UTC); NULL while it is there. Its facts stay.';
comment on column raw.article_sources.url is 'Where the text was published, as delivered beside it or stated by its page; NULL where that is not told.';
comment on column raw.article_sources.given_title is 'Headline as delivered beside the text or stated by its page; NULL where there is none.';
comment on column raw.article_sources.given_published_on is 'Publication date as delivered beside the text or stated by its page; NULL where there is none.';
comment on column raw.article_sources.extracted_with is 'What took the text out of a web page, with its version; NULL for what is text already.';

create table if not exists raw.rejected_inputs (
    input_folder varchar not null,
    source_path varchar not null,
    reason varchar not null,
    detail varchar,
    byte_count bigint,
    seen_at timestamp not null,
    missing_since timestamp,
    primary key (input_folder, source_path)
);
comment on table raw.rejected_inputs is 'One row is one input that could not be loaded when it was last seen.';
comment on column raw.rejected_inputs.input_folder is 'The landing folder that the input is in.';
comment on column raw.rejected_inputs.source_path is 'Path of the input inside the landing folder, with forward slashes; of a row or page in a larger file with # and its number, from 0.';
comment on column raw.rejected_inputs.reason is 'Why it was rejected: one of a closed list.';
comment on column raw.rejected_inputs.detail is 'The particulars, for a person to read.';
comment on column raw.rejected_inputs.byte_count is 'Size of the input in bytes, where it could be told.';
comment on column raw.rejected_inputs.seen_at is 'When it was first rejected for this reason (UTC).';
comment on column raw.rejected_inputs.missing_since is 'When the input was first found gone (UTC); NULL while it is there.';

create table if not exists raw.ingest_runs (
    run_id varchar not null,
    input_folder varchar not null,
    started_at timestamp not null,
    finished_at timestamp not null,
    seen_count integer not null,
    loaded_count integer not null,
    duplicate_count integer not null,
    rejected_count integer not null,
    new_article_count integer not null,
    missing_count integer not null,
    primary key (run_id),
    check (seen_count = loaded_count + duplicate_count + rejected_count)
);
comment on table raw.ingest_runs is 'One row is one reading of a landing folder that found something changed.';
comment on column raw.ingest_runs.run_id is 'The reading.';
comment on column raw.ingest_runs.input_folder is 'The landing folder that was read.';
comment on column raw.ingest_runs.started_at is 'When the reading began (UTC).';
comment on column raw.ingest_runs.finished_at is 'When the reading ended (UTC).';
comment on column raw.ingest_runs.seen_count is 'Inputs seen; equals loaded + duplicate + rejected.';
comment on column raw.ingest_runs.loaded_count is 'Inputs whose text is in the warehouse under their name first.';
comment on column raw.ingest_runs.duplicate_count is 'Inputs whose text was already there under another name.';
comment on column raw.ingest_runs.rejected_count is 'Inputs that were not loaded.';
comment on column raw.ingest_runs.new_article_count is 'Texts that this reading loaded for the first time.';
comment on column raw.ingest_runs.missing_count is 'Places newly found gone.';

create table if not exists raw.corrections (
    correction_id varchar not null,
    correction_action varchar not null,
    correction_subject varchar not null,
    correction_object varchar,
    correction_articles varchar,
    target_id varchar,
    correction_reason varchar not null,
    author varchar,
    decided_on date,
    primary key (correction_id)
);
comment on table raw.corrections is 'One row is one line of the corrections file of the data folder.';
comment on column raw.corrections.correction_id is 'The correction: a hash of what it does and to what, so that it is the same whoever writes it down, and why.';
comment on column raw.corrections.correction_action is 'What is put right: person_merge, person_split, firm_alias, meeting_merge, meeting_split or fact_wrong.';
comment on column raw.corrections.correction_subject is 'What the correction is about: the key of a person, a meeting or a fact, or the name of a firm as articles write it.';
comment on column raw.corrections.correction_object is 'What the subject is: the person or meeting that it is merged into, or the firm; NULL where the action needs none.';
comment on column raw.corrections.correction_articles is 'The articles that the correction is about, with spaces between; NULL for all.';
comment on column raw.corrections.target_id is 'The key that the subject goes by when the correction is applied: at the end of a chain of merges, or the new one of a split.';
comment on column raw.corrections.correction_reason is 'Why the row is right: what is known, and from where.';
comment on column raw.corrections.author is 'Who made the correction; NULL where the file does not say.';
comment on column raw.corrections.decided_on is 'When the correction was made; NULL where the file does not say.';

create table if not exists extracted.article_headers (
    article_id varchar not null,
    title varchar,
    publisher varchar,
    published_on date,
    published_on_text varchar,
    language varchar not null,
    given_published_on date,
    extractor_version varchar not null,
    primary key (article_id)
);
alter table extracted.article_headers add column if not exists given_published_on date;
comment on table extracted.article_headers is 'One row is one article as read by one version of the extractor: what its head says of itself. Also the ledger of extraction.';
comment on column extracted.article_headers.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.article_headers.title is 'Headline as written; NULL where there is none.';
comment on column extracted.article_headers.publisher is 'Outlet that the text names as its source; NULL where it names none.';
comment on column extracted.article_headers.published_on is 'Publication date: the one delivered with the text, else the one that the text gives of itself; NULL where there is none.';
comment on column extracted.article_headers.published_on_text is 'The publication date as written.';
comment on column extracted.article_headers.language is 'Language of the text: ISO 639-1.';
comment on column extracted.article_headers.given_published_on is 'The delivered publication date that the article was read with; another one makes it be read again.';
comment on column extracted.article_headers.extractor_version is 'Hash of the code and lexicons that read the article.';

create table if not exists extracted.zones (
    article_id varchar not null,
    zone_ordinal integer not null,
    zone_kind varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, zone_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.zones is 'One row is one stretch of an article with one function: only body text yields facts.';
comment on column extracted.zones.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.zones.zone_ordinal is 'Position among the article''s zones, from 0.';
comment on column extracted.zones.zone_kind is 'breadcrumb, title, header, body, heading, caption, boilerplate or related.';
comment on column extracted.zones.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.zones.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.zones.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.text_signatures (
    article_id varchar not null,
    signature uinteger[] not null,
    primary key (article_id)
);
comment on table extracted.text_signatures is 'One row is one article whose body is long enough to be told from others: what reprints are recognised by.';
comment on column extracted.text_signatures.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.text_signatures.signature is 'MinHash of the runs of four words in its body, 128 values: the share of equal values at equal places estimates how much two bodies have in common.';

create table if not exists extracted.mentions (
    article_id varchar not null,
    mention_ordinal integer not null,
    mention_kind varchar not null,
    mention_text varchar not null,
    canonical_name varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, mention_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.mentions is 'One row is one mention of a person, an organisation, a place or a date in body text.';
comment on column extracted.mentions.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.mentions.mention_ordinal is 'Position among the article''s mentions, from 0.';
comment on column extracted.mentions.mention_kind is 'person, organisation, place or date.';
comment on column extracted.mentions.mention_text is 'The mention word for word.';
comment on column extracted.mentions.canonical_name is 'What it is called throughout its article: a full name for Mr. Dong, an ISO date for June 19, the place as the gazetteer spells it.';
comment on column extracted.mentions.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.mentions.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.mentions.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.organisations (
    article_id varchar not null,
    organisation_name varchar not null,
    organisation_kind varchar not null,
    branch varchar,
    place_text varchar,
    level varchar,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, organisation_name),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.organisations is 'One row is one organisation that acts in an article: an affiliation, a participant, a speaker, a party of a demand or a commitment.';
comment on column extracted.organisations.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.organisations.organisation_name is 'Its canonical name within the article; the other tables refer to it by this.';
comment on column extracted.organisations.organisation_kind is 'firm, government, association or other.';
comment on column extracted.organisations.branch is 'party, government, congress, cppcc, military, judiciary, industry_association or other; NULL for a firm.';
comment on column extracted.organisations.place_text is 'Place that its name carries, as the gazetteer spells it; NULL where it carries none.';
comment on column extracted.organisations.level is 'national, province, prefecture or county, where its wording says so; NULL where it does not.';
comment on column extracted.organisations.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.organisations.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.organisations.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.meetings (
    article_id varchar not null,
    meeting_ordinal integer not null,
    held_on date,
    held_on_text varchar,
    held_on_basis varchar not null,
    meeting_kind varchar not null,
    place_text varchar,
    topic varchar,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, meeting_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.meetings is 'One row is one meeting that an article reports.';
comment on column extracted.meetings.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.meetings.meeting_ordinal is 'Position among the article''s meetings, from 0.';
comment on column extracted.meetings.held_on is 'Day of the meeting; NULL where its year is unknown.';
comment on column extracted.meetings.held_on_text is 'The date as written; NULL where none is.';
comment on column extracted.meetings.held_on_basis is 'stated, year_from_publication, year_from_text or unresolved.';
comment on column extracted.meetings.meeting_kind is 'talks, visit, symposium, signing, conference or other.';
comment on column extracted.meetings.place_text is 'Place of the meeting as the gazetteer spells it; NULL where the text does not say.';
comment on column extracted.meetings.topic is 'What it was about, as written; NULL where the text does not say.';
comment on column extracted.meetings.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.meetings.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.meetings.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.participations (
    article_id varchar not null,
    participation_ordinal integer not null,
    meeting_ordinal integer not null,
    person_name varchar,
    title varchar,
    affiliation varchar,
    organisation_name varchar,
    side varchar,
    role varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, participation_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.participations is 'One row is one person, or one organisation without a named person, at a meeting.';
comment on column extracted.participations.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.participations.participation_ordinal is 'Position among the article''s participations, from 0.';
comment on column extracted.participations.meeting_ordinal is 'The meeting, by its position in the article.';
comment on column extracted.participations.person_name is 'Full name as the article writes it, capitalised; NULL for an organisation.';
comment on column extracted.participations.title is 'Every post that the text gives the person, as written, in its order; NULL where it gives none.';
comment on column extracted.participations.affiliation is 'Whom the person belongs to, or the organisation that takes part, as written.';
comment on column extracted.participations.organisation_name is 'The affiliation as extracted.organisations names it.';
comment on column extracted.participations.side is 'firm, government or other; NULL where the text does not say.';
comment on column extracted.participations.role is 'principal, presiding or attending.';
comment on column extracted.participations.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.participations.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.participations.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.statements (
    article_id varchar not null,
    statement_ordinal integer not null,
    meeting_ordinal integer,
    speech_act varchar not null,
    reporting_verb varchar,
    is_continuation boolean not null,
    statement_text varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, statement_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.statements is 'One row is one sentence, or the part of it that is one speaker''s, attributed to its speakers.';
comment on column extracted.statements.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.statements.statement_ordinal is 'Position among the article''s statements, from 0.';
comment on column extracted.statements.meeting_ordinal is 'The meeting, by its position in the article; NULL outside a meeting.';
comment on column extracted.statements.speech_act is 'thank, praise, inform, hope, request, require, suggest, commit or other.';
comment on column extracted.statements.reporting_verb is 'The verb that attributes it, as written; NULL where it continues the speech before it.';
comment on column extracted.statements.is_continuation is 'Whether it continues the speech before it without a reporting verb of its own.';
comment on column extracted.statements.statement_text is 'The statement word for word.';
comment on column extracted.statements.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.statements.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.statements.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.statement_speakers (
    article_id varchar not null,
    statement_ordinal integer not null,
    speaker_ordinal integer not null,
    speaker_name varchar not null,
    speaker_kind varchar not null,
    organisation_name varchar,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, statement_ordinal, speaker_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.statement_speakers is 'One row is one speaker of a statement.';
comment on column extracted.statement_speakers.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.statement_speakers.statement_ordinal is 'The statement, by its position in the article.';
comment on column extracted.statement_speakers.speaker_ordinal is 'Position among the statement''s speakers, from 0.';
comment on column extracted.statement_speakers.speaker_name is 'Canonical within the article: He, Mr. Dong resolved.';
comment on column extracted.statement_speakers.speaker_kind is 'person, organisation or group.';
comment on column extracted.statement_speakers.organisation_name is 'Whom the speaker belongs to, or is, as extracted.organisations names it; NULL where unknown.';
comment on column extracted.statement_speakers.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.statement_speakers.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.statement_speakers.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.demands (
    article_id varchar not null,
    demand_ordinal integer not null,
    statement_ordinal integer not null,
    meeting_ordinal integer not null,
    category varchar not null,
    requester_name varchar not null,
    requester_side varchar,
    requester_organisation_name varchar,
    addressee_name varchar,
    addressee_side varchar,
    addressee_organisation_name varchar,
    demand_text varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, demand_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.demands is 'One row is one requester asking for one category in one statement.';
comment on column extracted.demands.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.demands.demand_ordinal is 'Position among the article''s demands, from 0.';
comment on column extracted.demands.statement_ordinal is 'The statement, by its position in the article.';
comment on column extracted.demands.meeting_ordinal is 'The meeting, by its position in the article.';
comment on column extracted.demands.category is 'What it is about: a category of the seed demand_categories.';
comment on column extracted.demands.requester_name is 'Who asks: the organisation that the speaker speaks for, else the speaker.';
comment on column extracted.demands.requester_side is 'Side of the requester: firm, government or other; NULL where unknown.';
comment on column extracted.demands.requester_organisation_name is 'The requester''s organisation as extracted.organisations names it; NULL where unknown.';
comment on column extracted.demands.addressee_name is 'Who is asked; NULL where the text does not say.';
comment on column extracted.demands.addressee_side is 'Side of the addressee: firm, government or other; NULL where unknown.';
comment on column extracted.demands.addressee_organisation_name is 'The addressee''s organisation as extracted.organisations names it; NULL where unknown.';
comment on column extracted.demands.demand_text is 'The demand word for word.';
comment on column extracted.demands.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.demands.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.demands.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.commitments (
    article_id varchar not null,
    commitment_ordinal integer not null,
    statement_ordinal integer not null,
    meeting_ordinal integer not null,
    category varchar not null,
    party_name varchar not null,
    party_side varchar,
    party_organisation_name varchar,
    beneficiary_name varchar,
    beneficiary_organisation_name varchar,
    commitment_text varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, commitment_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.commitments is 'One row is one party promising one category in one statement.';
comment on column extracted.commitments.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.commitments.commitment_ordinal is 'Position among the article''s commitments, from 0.';
comment on column extracted.commitments.statement_ordinal is 'The statement, by its position in the article.';
comment on column extracted.commitments.meeting_ordinal is 'The meeting, by its position in the article.';
comment on column extracted.commitments.category is 'What it is about: a category of the seed demand_categories.';
comment on column extracted.commitments.party_name is 'Who promises: the organisation that the speaker speaks for, else the speaker.';
comment on column extracted.commitments.party_side is 'Side of the party: firm, government or other; NULL where unknown.';
comment on column extracted.commitments.party_organisation_name is 'The party''s organisation as extracted.organisations names it; NULL where unknown.';
comment on column extracted.commitments.beneficiary_name is 'To whom; NULL where the text does not say.';
comment on column extracted.commitments.beneficiary_organisation_name is 'The beneficiary''s organisation as extracted.organisations names it; NULL where unknown.';
comment on column extracted.commitments.commitment_text is 'The commitment word for word.';
comment on column extracted.commitments.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.commitments.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.commitments.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.issues (
    article_id varchar not null,
    issue_ordinal integer not null,
    issue_kind varchar not null,
    cue_text varchar not null,
    detail varchar not null,
    start_char integer not null,
    end_char integer not null,
    rule_id varchar not null,
    primary key (article_id, issue_ordinal),
    check (start_char >= 0 and end_char > start_char)
);
comment on table extracted.issues is 'One row is one cue that was seen and not turned into a fact, with the reason.';
comment on column extracted.issues.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.issues.issue_ordinal is 'Position among the article''s issues, from 0.';
comment on column extracted.issues.issue_kind is 'Which kind of cue was not understood.';
comment on column extracted.issues.cue_text is 'The cue word for word.';
comment on column extracted.issues.detail is 'Why no fact was made of it.';
comment on column extracted.issues.start_char is 'Start of the evidence: 0-based offset in Unicode code points into the article''s text.';
comment on column extracted.issues.end_char is 'End of the evidence, exclusive, in Unicode code points.';
comment on column extracted.issues.rule_id is 'The rule that made the row, as named in the language pack.';

create table if not exists extracted.rejected_articles (
    article_id varchar not null,
    reason varchar not null,
    detail varchar not null,
    given_published_on date,
    extractor_version varchar not null,
    rejected_at timestamp not null,
    primary key (article_id)
);
comment on table extracted.rejected_articles is 'One row is one article that one version of the extractor could not read: it has no facts, and is not tried again by that version. Also the ledger of extraction.';
comment on column extracted.rejected_articles.article_id is 'The article: the first 32 hex digits of the SHA-256 of its text in UTF-8.';
comment on column extracted.rejected_articles.reason is 'Why it was rejected: one of a closed list.';
comment on column extracted.rejected_articles.detail is 'The particulars, for a person to read.';
comment on column extracted.rejected_articles.given_published_on is 'The delivered publication date that the article was to be read with; another one makes it be tried again.';
comment on column extracted.rejected_articles.extractor_version is 'Hash of the code and lexicons that could not read the article.';
comment on column extracted.rejected_articles.rejected_at is 'When it was rejected by this version (UTC).';

create table if not exists ledger.finished_builds (
    code_version varchar not null,
    build_number bigint not null
);
comment on table ledger.finished_builds is 'The last build of the tables made from these, if it ended well: one row, or none.';
comment on column ledger.finished_builds.code_version is 'Version of the code that made them, and a hash of the corrections that it was told of.';
comment on column ledger.finished_builds.build_number is 'The last build that found an article changed, as intermediate.int_article_versions counts them.';

create table if not exists ledger.read_files (
    input_folder varchar not null,
    file_path varchar not null,
    stamp varchar not null,
    reader varchar not null,
    primary key (input_folder, file_path)
);
comment on table ledger.read_files is 'One row is one file that was read to its end and need not be read again while it bears the stamp.';
comment on column ledger.read_files.input_folder is 'The landing folder that the file is in.';
comment on column ledger.read_files.file_path is 'Path of the file inside the landing folder, with forward slashes.';
comment on column ledger.read_files.stamp is 'Size, times and number of the file when it was read.';
comment on column ledger.read_files.reader is 'What it was read with: another version or other settings may read it differently.';
