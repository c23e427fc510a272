-- Whoever speaks at a meeting takes part in it by the same article: a person by name, an organisation
-- itself or by one of its people. A group, such as both sides, is no one participant. Where a correction calls
-- a participation of an article wrong, its speakers may be absent.
with statements as (
    select * from {{ ref('fct_statements') }}
),

statement_speakers as (
    select * from {{ ref('bridge_statement_speakers') }}
),

participations as (
    select * from {{ ref('fct_participations') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

speakers as (
    select
        statements.article_id,
        statements.meeting_id,
        statement_speakers.*
    from statement_speakers
    inner join statements
        on statement_speakers.statement_id = statements.statement_id
    where
        statements.meeting_id is not null
        and statement_speakers.speaker_kind != 'group'
        and not exists (
            select wrong_facts.fact_id
            from wrong_facts
            where
                wrong_facts.article_id = statements.article_id
                and wrong_facts.fact_kind = 'participation'
        )
),

absent as (
    select
        speakers.statement_id,
        speakers.speaker_name
    from speakers
    where
        not exists (
            select participations.participation_id
            from participations
            where
                participations.article_id = speakers.article_id
                and participations.meeting_id = speakers.meeting_id
                and (
                    participations.person_id = speakers.person_id
                    or (
                        speakers.speaker_kind = 'organisation'
                        and (
                            participations.firm_id = speakers.firm_id
                            or participations.government_body_id = speakers.government_body_id
                            or participations.affiliation = speakers.speaker_name
                        )
                    )
                )
        )
)

select * from absent
