"""A Superset with the dashboard of the current release: set up, filled, checked and kept here.

Superset is no dependency of potline: it has an environment of its own, in which `prepare.py`, `picture.py` and
`superset_config.py` are run. All else here runs in potline's, and speaks to Superset over HTTP.
"""
