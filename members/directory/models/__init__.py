from members.directory.models.organisation import Organisation, OrganisationTeam
from members.directory.models.person import Person

__all__ = ["Organisation", "OrganisationTeam", "Person"]
