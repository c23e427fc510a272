"""The tables of a release as files of other formats; `command_export` puts it together."""
