"""Which columns of real and imagined lists serve which field."""

import pytest

from spaces.catalogue.rules.places.columns import choose, fold_header, read_mapping, recognise
from spaces.catalogue.rules.places.problems import PlaceFileError
from spaces.catalogue.rules.places.reading import read_places


def used(header: str) -> dict[str, list[str]]:
    return recognise(header.split(";")).used()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Code postal (de la commune)", "codepostal"),
        (" CODE_POSTAL ", "codepostal"),
        ("Téléphone", "telephone"),
        ("addr:postcode", "addrpostcode"),
        ("(lat)", "lat"),
        ("N° d'œuvre", "ndoeuvre"),
    ],
)
def test_fold_header_forgets_what_does_not_tell_columns_apart(name, folded):
    assert fold_header(name) == folded


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "ID;NOM_TL;ADRESSE;CP;COMINIT;INSEECOM;NOMCOM;WEB;TYPO;LAT;LONG;GEOCOD;CONTACT;MAIL;NOMREG;INSEEMETRO;"
            "INSEEDEP;NOMCOMMETRO;POPCOM",
            {
                "name": ["NOM_TL"],
                "external_id": ["ID"],
                "types": ["TYPO"],
                "street": ["ADRESSE"],
                "full_address": ["GEOCOD"],
                "postal_code": ["CP"],
                "city": ["NOMCOM", "COMINIT", "NOMCOMMETRO"],
                "insee": ["INSEECOM", "INSEEMETRO"],
                "latitude": ["LAT"],
                "longitude": ["LONG"],
                "email": ["MAIL"],
                "website": ["WEB"],
            },
        ),
        (
            "COLL_NOM;COLL_SIRET;EQUIP_UID;EQUIP_THEME;EQUIP_TYPE;EQUIP_NOM;ADR_NUMERO;ADR_NOMVOIE;ADR_CODEPOSTAL;"
            "ADR_COMMUNE;EQUIP_LAT;EQUIP_LONG;EQUIP_TEL;EQUIP_EMAIL;EQUIP_WEB",
            {
                "name": ["EQUIP_NOM"],
                "external_id": ["EQUIP_UID"],
                "types": ["EQUIP_TYPE"],
                "street_number": ["ADR_NUMERO"],
                "street_name": ["ADR_NOMVOIE"],
                "postal_code": ["ADR_CODEPOSTAL"],
                "city": ["ADR_COMMUNE"],
                "latitude": ["EQUIP_LAT"],
                "longitude": ["EQUIP_LONG"],
                "phone": ["EQUIP_TEL"],
                "email": ["EQUIP_EMAIL"],
                "website": ["EQUIP_WEB"],
            },
        ),
        (
            "@id;name;amenity;addr:housenumber;addr:street;addr:postcode;addr:city;ref:FR:SIRET;contact:phone;"
            "contact:email;contact:website;ref:INSEE;lat;lon",
            {
                "name": ["name"],
                "external_id": ["@id"],
                "types": ["amenity"],
                "street_number": ["addr:housenumber"],
                "street_name": ["addr:street"],
                "postal_code": ["addr:postcode"],
                "city": ["addr:city"],
                "insee": ["ref:INSEE"],
                "latitude": ["lat"],
                "longitude": ["lon"],
                "phone": ["contact:phone"],
                "email": ["contact:email"],
                "website": ["contact:website"],
                "pivot": ["ref:FR:SIRET"],
            },
        ),
        (
            "Nom du tiers-lieu;Adresse complète;Code INSEE EPCI;Adresse e-mail;Site internet du lieu;Pays;geo_point_2d",
            {
                "name": ["Nom du tiers-lieu"],
                "full_address": ["Adresse complète"],
                "country": ["Pays"],
                "coordinates": ["geo_point_2d"],
                "email": ["Adresse e-mail"],
                "website": ["Site internet du lieu"],
            },
        ),
        (
            "space_name;address;zip;city;X;Y;region;departement;position",
            {
                "name": ["space_name"],
                "street": ["address"],
                "postal_code": ["zip"],
                "city": ["city"],
                "latitude": ["Y"],
                "longitude": ["X"],
            },
        ),
    ],
)
def test_recognise_knows_usual_names_and_no_others(header, expected):
    assert used(header) == expected


def test_best_of_several_columns_comes_first_and_the_next_serves_empty_cells():
    content = b"nom;adresse;adresse;nomcom;cominit\nA;;2 rue B;;PAU\nB;1 rue A;2 rue B;Lons;PAU\n"

    places = read_places(content).places

    assert [(p.street, p.city) for p in places] == [("2 rue B", "Pau"), ("1 rue A", "Lons")]


def test_code_of_a_wider_area_serves_only_where_its_town_is_the_place_s():
    content = (
        b"nom;inseecom;nomcom;inseemetro;nomcommetro\n"
        b"A;0;Moulins;03190;Moulins\nB;0;Le Tampon;2A041;Bonifacio\nC;0;;75056;Paris\n"
    )

    places = read_places(content).places

    assert [(p.insee, p.city) for p in places] == [
        ("03190", "Moulins"),
        ("", "Le Tampon"),
        ("75056", "Paris"),
    ]


def test_mapping_names_columns_that_nothing_else_would():
    content = "Kesako;Où ça;Qui;nom\nLa Centrale;43.3,-0.37;Fablab;autre\n".encode()

    [place] = read_places(content, mapping={"name": "Kesako", "coordinates": "ou ca", "types": ["Qui"]}).places

    assert (place.name, place.latitude, place.longitude, place.types) == (
        "La Centrale",
        43.3,
        -0.37,
        ("fablab",),
    )


def test_mapping_replaces_one_field_and_leaves_the_others_recognised():
    header = ["nom", "nom_long", "latitude", "longitude", "x", "y", "commune"]

    chosen = choose(header, {"name": "nom_long", "latitude": "y", "longitude": "x", "city": None})

    assert chosen.used() == {"name": ["nom_long"], "latitude": ["y"], "longitude": ["x"]}


def test_mapping_of_latitude_alone_keeps_the_longitude_that_is_recognised():
    chosen = choose(["nom", "nord", "lon", "gps"], {"latitude": "nord"})

    assert chosen.used() == {"name": ["nom"], "longitude": ["lon"], "latitude": ["nord"]}


@pytest.mark.parametrize(
    ("mapping", "code", "params"),
    [
        ({"nom": "a"}, "mapping_unknown_field", {"unknown": "nom"}),
        ({"name": "b", "city": "c"}, "mapping_column_missing", {"missing": "b, c", "columns": "nom, ville"}),
    ],
)
def test_mapping_that_is_wrong_names_what_is(mapping, code, params):
    with pytest.raises(PlaceFileError) as raised:
        choose(["nom", "ville", ""], mapping)

    assert raised.value.code == code
    assert params.items() <= raised.value.params.items()


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"name": 3}', b"\xff\xfe"])
def test_mapping_file_that_is_not_an_object_of_names_is_refused(content):
    with pytest.raises(PlaceFileError) as raised:
        read_mapping(content)

    assert raised.value.code == "mapping_unreadable"


def test_mapping_file_reads_names_lists_and_null():
    content = b'\xef\xbb\xbf{"name": "Nom", "street": ["a", "b"], "phone": null}'

    assert read_mapping(content) == {"name": "Nom", "street": ["a", "b"], "phone": None}


def test_address_in_one_line_gives_street_code_and_town():
    content = (
        "nom,adresse complète,ville\n"
        'A,"9 Rue du Châtelier, 44300 Nantes",\nB,3 place Verte 64000 Pau,Pau\n'
        "C,1 rue X 64000 Pau,Lons\nD,Pau,Pau\n"
    ).encode()

    places = read_places(content).places

    assert [(p.street, p.postal_code, p.city) for p in places] == [
        ("9 Rue du Châtelier", "44300", "Nantes"),
        ("3 place Verte", "64000", "Pau"),
        ("", "", "Lons"),
        ("", "", "Pau"),
    ]
