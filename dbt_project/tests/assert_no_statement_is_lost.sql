-- Every statement of a current article is published, but for those that a reprint repeats of its
-- original, and for what a correction calls wrong.
with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

extracted_statements as (
    select * from {{ ref('stg_extracted__statements') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

identified_meetings as (
    select * from {{ ref('int_identified_meetings') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

-- Beside the key of the article, so that a statement need not be told by where it stands in its original.
originals as (
    select
        articles.article_id,
        {{ normalise_name('statements.statement_text') }} as statement_key
    from articles
    inner join statements
        on articles.reprint_of_article_id = statements.article_id
),

wrong_meetings as (
    select
        identified_meetings.article_id,
        identified_meetings.meeting_ordinal
    from identified_meetings
    semi join wrong_facts
        on identified_meetings.meeting_id = wrong_facts.fact_id
),

-- What is called wrong in an original is not there to be found in its reprint.
wrong_originals as (
    select articles.article_id
    from articles
    semi join wrong_facts
        on articles.reprint_of_article_id = wrong_facts.article_id
),

wrong_statements as (
    select
        extracted_statements.article_id,
        extracted_statements.statement_ordinal
    from extracted_statements
    semi join wrong_facts
        on
            extracted_statements.article_id = wrong_facts.article_id
            and {{ statement_id('extracted_statements') }} = wrong_facts.fact_id
)

select
    extracted_statements.article_id,
    extracted_statements.start_char
from extracted_statements
semi join current_articles
    on extracted_statements.article_id = current_articles.article_id
anti join statements
    on
        extracted_statements.article_id = statements.article_id
        and extracted_statements.start_char = statements.start_char
        and extracted_statements.end_char = statements.end_char
anti join originals
    on
        extracted_statements.article_id = originals.article_id
        and {{ normalise_name('extracted_statements.statement_text') }} = originals.statement_key
anti join wrong_statements
    on
        extracted_statements.article_id = wrong_statements.article_id
        and extracted_statements.statement_ordinal = wrong_statements.statement_ordinal
anti join wrong_meetings
    on
        extracted_statements.article_id = wrong_meetings.article_id
        and extracted_statements.meeting_ordinal = wrong_meetings.meeting_ordinal
anti join wrong_originals
    on extracted_statements.article_id = wrong_originals.article_id
