"""The page of a release."""

REPORT_FILE = "report.html"
