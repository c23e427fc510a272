with recursive current_articles as (
    select * from {{ ref('int_current_articles') }}
),

text_signatures as (
    select * from {{ ref('stg_extracted__text_signatures') }}
),

meetings as (
    select * from {{ ref('stg_extracted__meetings') }}
),

-- Older articles come first, so that an original keeps its reprints when news comes in.
signed as (
    select
        text_signatures.article_id,
        text_signatures.signature,
        row_number() over (
            order by current_articles.published_on nulls last, text_signatures.article_id
        ) as article_rank
    from text_signatures
    inner join current_articles
        on text_signatures.article_id = current_articles.article_id
),

-- Two texts that share a whole band of their signatures may be alike; no other two are compared.
bands as (
    select
        signed.article_rank,
        band_numbers.band,
        hash(list_slice(
            signed.signature,
            band_numbers.band * {{ var('reprint_band_length') }} + 1,
            (band_numbers.band + 1) * {{ var('reprint_band_length') }}
        )) as band_hash
    from signed
    cross join range(0, {{ var('signature_length') }} // {{ var('reprint_band_length') }}) as band_numbers (band)
),

-- Everybody in a band is compared with the first of them: a star, not a mesh.
hubs as (
    select
        article_rank,
        min(article_rank) over (partition by band, band_hash) as earlier_rank
    from bands
),

candidates as (
    select distinct
        article_rank,
        earlier_rank
    from hubs
    where earlier_rank < article_rank
),

meeting_dates as (
    select
        article_id,
        list(held_on_text order by meeting_ordinal) as date_texts
    from meetings
    group by article_id
),

-- The same words about another day are another event: outlets write of regular meetings by formula.
alike as (
    select
        candidates.article_rank,
        candidates.earlier_rank,
        len(list_filter(
            list_zip(later.signature, earlier.signature),
            lambda pair: pair[1] = pair[2]
        )) / {{ var('signature_length') }} as likeness
    from candidates
    inner join signed as later
        on candidates.article_rank = later.article_rank
    inner join signed as earlier
        on candidates.earlier_rank = earlier.article_rank
    left join meeting_dates as later_dates
        on later.article_id = later_dates.article_id
    left join meeting_dates as earlier_dates
        on earlier.article_id = earlier_dates.article_id
    where later_dates.date_texts is not distinct from earlier_dates.date_texts
),

nearest as (
    select *
    from alike
    where likeness >= {{ var('reprint_likeness') }}
    qualify row_number() over (
        partition by article_rank
        order by likeness desc, earlier_rank asc
    ) = 1
),

-- A reprint of a reprint is a reprint of the first.
traced as (
    select
        article_rank,
        earlier_rank as original_rank
    from nearest
    where earlier_rank not in (select later.article_rank from nearest as later)

    union all

    select
        nearest.article_rank,
        traced.original_rank
    from nearest
    inner join traced
        on nearest.earlier_rank = traced.article_rank
),

named as (
    select
        reprints.article_id,
        originals.article_id as reprint_of_article_id,
        nearest.likeness
    from traced
    inner join nearest
        on traced.article_rank = nearest.article_rank
    inner join signed as reprints
        on traced.article_rank = reprints.article_rank
    inner join signed as originals
        on traced.original_rank = originals.article_rank
)

select * from named
