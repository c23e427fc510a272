"""The data dictionary of a release: dbt's documentation as one page, and where each column comes from.

Both depend on the code alone, never on what a build finds: they are made when the project is set up, and each release
takes a copy.
"""
