-- Every statement of a current article is published, but for those that a reprint repeats of its original.
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

-- Beside the key of the article, so that a statement need not be told by where it stands in its original.
originals as (
    select
        articles.article_id,
        {{ normalise_name('statements.statement_text') }} as statement_key
    from articles
    inner join statements
        on articles.reprint_of_article_id = statements.article_id
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
