from maillage.base.models.abstract import Identified, Searchable, Timestamped
from maillage.base.models.network import Network, OnPublicHolidays
from maillage.base.models.picture import Picture, Rendition

__all__ = ["Identified", "Network", "OnPublicHolidays", "Picture", "Rendition", "Searchable", "Timestamped"]
