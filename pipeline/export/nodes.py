"""The nodes of a CASE package: what they are called, where they are, when they changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from pipeline.export.addresses import checked_base
from pipeline.export.plain import Json
from pipeline.models import Framework

UNDATED = "1970-01-01T00:00:00Z"  # when a framework that tells no date is said to have changed
_NAMESPACE = uuid5(NAMESPACE_OID, "framework-pipeline")
_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?")
_LONGEST_TITLE = 120  # characters of a link's title
_COLLECTIONS = {
    "document": "CFDocuments",
    "division": "CFItems",
    "domain": "CFItems",
    "outcome": "CFItems",
    "characteristic": "CFItems",
    "association": "CFAssociations",
    "type": "CFItemTypes",
    "subject": "CFSubjects",
    "licence": "CFLicenses",
    "rubric": "CFRubrics",
    "criterion": "CFRubricCriteria",
    "level": "CFRubricCriterionLevels",
}


def changed_at(published: str | None) -> str:
    """The date of publication as a time stamp; a fixed one if that is no date."""
    found = _DATE.fullmatch(published or "")
    if not found:
        return UNDATED
    year, month, day = (int(found[part] or 1) for part in ("year", "month", "day"))
    try:
        return f"{date(year, month, day).isoformat()}T00:00:00Z"
    except ValueError:
        return UNDATED


@dataclass(frozen=True, slots=True)
class Node:
    """What a node is named by; ``what`` is a kind of ``_COLLECTIONS``, ``key`` tells it apart."""

    what: str
    key: str
    title: str


class Nodes:
    """Makes the nodes of one framework, and the links to them."""

    def __init__(self, framework: Framework, base_uri: str | None) -> None:
        self.framework = framework
        self.id = framework.id
        self.changed = changed_at(framework.published)
        self.document = Node("document", "", framework.title)
        self.base_uri = checked_base(base_uri)

    def identifier(self, node: Node) -> str:
        """The same for the same framework and key, always."""
        return str(uuid5(_NAMESPACE, f"{self.id}/{node.what}/{node.key}"))

    def uri(self, node: Node) -> str:
        """Where the node is found, or a name that needs no place."""
        identifier = self.identifier(node)
        if self.base_uri is None:
            return f"urn:uuid:{identifier}"
        return f"{self.base_uri}/{_COLLECTIONS[node.what]}/{identifier}"

    def make(self, node: Node, **properties: Any) -> Json:
        """The node with those properties that have a value."""
        given = {name: value for name, value in properties.items() if value not in (None, [], {})}
        return {
            "identifier": self.identifier(node),
            "uri": self.uri(node),
            **given,
            "lastChangeDateTime": self.changed,
        }

    def link(self, node: Node) -> Json:
        """A reference to the node."""
        title = " ".join(node.title.split())
        if len(title) > _LONGEST_TITLE:
            title = f"{title[: _LONGEST_TITLE - 1]}…"
        return {
            "title": title,
            "identifier": self.identifier(node),
            "uri": self.uri(node),
        }
