from maillage.territories.models.former import FormerCommune
from maillage.territories.models.searchable import SearchableByTown
from maillage.territories.models.territory import Territory

__all__ = ["FormerCommune", "SearchableByTown", "Territory"]
