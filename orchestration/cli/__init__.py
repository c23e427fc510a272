"""The command `potline`: what can be asked for. How each subcommand does it is in its own `command_` module.

Only light imports here: `potline --help` must not wait for Dagster, dbt or pandas.
"""
