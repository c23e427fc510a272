with corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

current_articles as (
    select * from {{ ref('int_current_articles') }}
),

identified_meetings as (
    select * from {{ ref('int_identified_meetings') }}
),

statements as (
    select * from {{ ref('stg_extracted__statements') }}
),

demands as (
    select * from {{ ref('stg_extracted__demands') }}
),

commitments as (
    select * from {{ ref('stg_extracted__commitments') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

called_wrong as (
    select
        correction_id,
        correction_subject as fact_id
    from corrections
    where correction_action = 'fact_wrong'
),

-- Nothing is hashed while nothing is called wrong.
current_statements as (
    select
        statements.article_id,
        statements.statement_ordinal,
        {{ statement_id('statements') }} as statement_id
    from statements
    semi join current_articles
        on statements.article_id = current_articles.article_id
    where exists (select called_wrong.fact_id from called_wrong)
),

facts as (
    select
        'meeting' as fact_kind,
        meeting_id as fact_id,
        article_id
    from identified_meetings

    union

    select
        'statement' as fact_kind,
        statement_id as fact_id,
        article_id
    from current_statements

    union

    select
        'demand' as fact_kind,
        {{ demand_id('current_statements', 'demands') }} as fact_id,
        demands.article_id
    from demands
    inner join current_statements
        on
            demands.article_id = current_statements.article_id
            and demands.statement_ordinal = current_statements.statement_ordinal

    union

    select
        'commitment' as fact_kind,
        {{ commitment_id('current_statements', 'commitments') }} as fact_id,
        commitments.article_id
    from commitments
    inner join current_statements
        on
            commitments.article_id = current_statements.article_id
            and commitments.statement_ordinal = current_statements.statement_ordinal

    union

    select
        'participation' as fact_kind,
        {{ participation_id(
            'participations.article_id',
            'identified_meetings.meeting_id',
            normalise_person_name('participations.person_name'),
            normalise_organisation_name('participations.affiliation'),
        ) }} as fact_id,
        participations.article_id
    from participations
    inner join identified_meetings
        on
            participations.article_id = identified_meetings.article_id
            and participations.meeting_ordinal = identified_meetings.meeting_ordinal
    where exists (select called_wrong.fact_id from called_wrong)
),

wrong as (
    select
        called_wrong.correction_id,
        facts.fact_kind,
        facts.fact_id,
        facts.article_id
    from facts
    inner join called_wrong
        on facts.fact_id = called_wrong.fact_id
)

select * from wrong
