from members.directory.models.invitation import Invitation
from members.directory.models.organisation import Organisation, OrganisationTeam
from members.directory.models.person import Person

__all__ = ["Invitation", "Organisation", "OrganisationTeam", "Person"]
