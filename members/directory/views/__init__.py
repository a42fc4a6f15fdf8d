from members.directory.views.listing import directory, directory_csv, directory_json
from members.directory.views.records import organisation, person, show_organisation, show_person

__all__ = [
    "directory", "directory_csv", "directory_json", "organisation", "person", "show_organisation", "show_person",
]  # fmt: skip
