from maillage.curation.models.audit import AuditEvent
from maillage.curation.models.imports import ImportRun
from maillage.curation.models.listed import Listed, ListedQuerySet, Source, State, Visibility

__all__ = ["AuditEvent", "ImportRun", "Listed", "ListedQuerySet", "Source", "State", "Visibility"]
