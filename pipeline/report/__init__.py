"""What people read of a comparison: a page, a covering note, a workbook."""

from pipeline.report.note import render_markdown
from pipeline.report.outline import Links
from pipeline.report.page import render_html
from pipeline.report.workbook import render_xlsx

__all__ = ["Links", "render_html", "render_markdown", "render_xlsx"]
