from maillage.base.models.abstract import Identified, Searchable, Timestamped
from maillage.base.models.network import Network
from maillage.base.models.picture import Picture, Rendition

__all__ = ["Identified", "Network", "Picture", "Rendition", "Searchable", "Timestamped"]
