"""The types of spaces that the words of other lists mean."""

import re

from spaces.catalogue.rules.places.names import fold

GENERIC = "tiers-lieu"

_WORDS = {
    "coworking": "coworking|coworking_space|bureaux? partages?|espaces? de travail partages?",
    "telecentre": "telecentres?|teletravail|telework(ing)?",
    "fablab": "fablab|(maker|hacker) ?spaces?|hacklabs?|fabrication numerique",
    "atelier-partage": "ateliers? (partages?|d artisans?|collaboratifs?)|shared workshops?|artisanat",
    "living-lab": "living ?labs?",
    "musee": "mus(ee|eum)s?",
    "mediatheque": "mediatheques?|bibliotheques?|library|libraries|relais_lecture",
    "cuisine-partagee": "cuisines? (partagees?|collectives?)|food ?labs?|shared kitchens?",
    "tiers-lieu-agricole": "agricoles?|nourriciers?|agriculture|fermes?|jardins?|farm(s|ing)?",
    "ressourcerie": "ressourceries?|recycleries?|repair|reparation|reuse|reemploi",
    "cafe-associatif": "cafes? (associatifs?|culturels?|citoyens?)|community cafes?",
    "pepiniere": "pepinieres?|incubat(eur|or)s?|accelerat(eur|or)s?|hotel d entreprises|"
                 "(innovation|tech|research|business) (tech )?hubs?",
    "centre-social":
        "centres? (social|sociaux|socio ?culturels?)|maisons? de quartier|mjc|community cent(re|er)",
    "lieu-formation": "formation|apprentissage|training|campus connecte",
    "lieu-culturel": "cultur(el|elle|els|elles|e|al)|theatres?|spectacles?|concerts?|galeries?|friche|"
                     "centres? d arts?|arts? cent(re|er)",
    "mediation-numerique": "(mediation|inclusion|espace public) numerique|digital inclusion|epn",
}  # fmt: skip
"""Code of the starting vocabulary → folded words that mean it, as a pattern between word boundaries."""

CODES = frozenset((GENERIC, *_WORDS))

_PATTERNS = {code: re.compile(rf"\b(?:{words})\b") for code, words in _WORDS.items()}

_NATIONAL_CODES = {
    "BIB": "mediatheque", "RELAIS_LECTURE": "mediatheque", "TIERS_LIEUX": GENERIC, "CS": "centre-social",
    "CSC": "centre-social", "MJC": "centre-social", "MQ": "centre-social", "EVS": "centre-social",
    "RESSOURCERIE": "ressourcerie", "FABLAB": "fablab", "OF": "lieu-formation", "EPN": "mediation-numerique",
}  # fmt: skip
_NATIONAL_KINDS = frozenset([
    "ACI", "ACIPHC", "AFPA", "AI", "ASE", "ASSO", "ASSO_CHOMEUR", "Autre", "CAARUD", "CADA", "CAF",
    "CAP_EMPLOI", "CAVA", "CC", "CCAS", "CCONS", "CD", "CHRS", "CHU", "CIAS", "CIDFF", "CITMET", "CMP",
    "CMS", "CPAM", "CPH", "CSAPA", "DEETS", "DEPT", "DIPLP", "E2C", "EA", "EATT", "EI", "EITI", "EPCI",
    "EPIDE", "ES", "ESAT", "ESS", "ETAB_SCOL", "ETTI", "FAIS", "FT", "GEIQ", "HUDA", "ID", "JR",
    "LA_POSTE", "MDA", "MDE", "MDEF", "MDPH", "MDS", "ML", "MSA", "MSAP", "MUNI", "OACAS", "ODC", "OIL",
    "OPCS", "PAD", "PE", "PENSION", "PIJ_BIJ", "PIMMS", "PJJ", "PLIE", "PREF", "PREVENTION", "REG",
    "RFS", "RS_FJT", "SCP", "SOCIE", "UDAF",
])  # fmt: skip
"""Other kinds of structures of the national schema of digital mediation: what they share is the mediation."""


def types_in(text: str) -> tuple[list[str], list[str]]:
    """Codes for a cell that may hold several types, and the words nobody knows."""
    codes: dict[str, None] = {}
    unknown = []
    for part in filter(None, (part.strip() for part in re.split(r"[|;,\n]", text))):
        found = _codes_of(part)
        codes.update(dict.fromkeys(found))
        if not found:
            unknown.append(part)
    return list(codes), unknown


def types_of_name(name: str) -> list[str]:
    """Codes that a place's own name makes certain: "Médiathèque Simone-Veil", "FabLab Réunion"."""
    sure = {"coworking", "telecentre", "fablab", "living-lab", "musee", "mediatheque", "ressourcerie"}
    return [code for code in _matching(name) if code in sure]


def _codes_of(part: str) -> list[str]:
    if part.lower() in CODES:
        return [part.lower()]
    if found := _NATIONAL_CODES.get(part):
        return [found]
    if found_words := _matching(part):
        return found_words
    if re.search(r"\btierslieu\b|\bthird places?\b", fold(part)):
        return [GENERIC]
    return ["mediation-numerique"] if part in _NATIONAL_KINDS else []


def _matching(text: str) -> list[str]:
    folded = fold(text)
    return [code for code, pattern in _PATTERNS.items() if pattern.search(folded)]
