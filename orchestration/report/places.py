"""Places as the page names them."""

PROVINCE_OF_PLACE = """
recursive above (place_id, ancestor_id, level, name) as (
    select place_id, parent_place_id, level, name
    from marts.dim_places

    union all

    select above.place_id, places.parent_place_id, places.level, places.name
    from above
    inner join marts.dim_places as places on above.ancestor_id = places.place_id
    where above.level != 'province'
),

province_of_place as (
    select place_id, min(name) as province
    from above
    where level = 'province'
    group by place_id
)
"""
"""To stand behind `with`: the table province_of_place (place_id, province)."""
