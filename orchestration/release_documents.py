"""What a release holds beside its tables: which documents, in which order they are written."""

from orchestration.bill_of_materials import write_bill
from orchestration.dictionary.writer import write_dictionary
from orchestration.report.page import write_report
from orchestration.resources import Build
from warehouse.changes import write_changes
from warehouse.releases import DocumentWriter


def list_document_writers(build: Build) -> list[DocumentWriter]:
    """Return the writers of a build's documents, none of which changes a table."""
    # The changes first: what others write tells of them.
    return [write_changes, write_dictionary, write_bill, write_report]
