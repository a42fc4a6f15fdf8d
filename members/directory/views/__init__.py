from members.directory.views.pages import directory, organisation, person, show_organisation, show_person

__all__ = ["directory", "organisation", "person", "show_organisation", "show_person"]
