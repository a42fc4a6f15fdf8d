"""One value for each fact, however it was written."""

import pytest

from spaces.catalogue.rules.places import cleaning
from spaces.catalogue.rules.places.reading import read_places


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  La\xa0 Centrale\r\n ", "La Centrale"),
        ("L&#039;Atelier &amp; Cie", "L'Atelier & Cie"),
        ("3 rue A<br/>64000 Pau", "3 rue A 64000 Pau"),
        ("chezmÃ©mÃ©", "chezmémé"),
        ("CHÂTEAU", "CHÂTEAU"),
        ("ter\xadrain\u200b", "terrain"),
        ("e\u0301te\u0301", "été"),
        ("NULL", ""),
        ("N/C", ""),
        (" - ", ""),
        ("Non renseigné", ""),
        ("a < b", "a < b"),
        ("moins de <18 ans", "moins de <18 ans"),
        ("Salle <Ada", "Salle <Ada"),
        ("Accueil <a@example.org>", "Accueil <a@example.org>"),
        ("un<br>deux<p>trois</p>", "un deux trois"),
        ("&lt;b&gt;gras&lt;/b&gt;", "gras"),
    ],
)
def test_text_keeps_only_what_was_meant(cell, expected):
    assert cleaning.text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("La <script>alert('1')</script>Centrale", "La Centrale"),
        ("La <style>p { color: red }</style>Centrale", "La Centrale"),
        ('<img src="x" alt="a>b" onerror="alert(1)">La Centrale', "La Centrale"),
        (f'<a href="https://example.org/{"a" * 100}" onclick="alert(1)">La Centrale</a>', "La Centrale"),
        ("<svg/onload=alert(1)>La Centrale", "La Centrale"),
        ("<!-- <b>secret</b> -->La Centrale", "La Centrale"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;La Centrale", "La Centrale"),
        ('<a href="mailto:a@example.org">La Centrale</a>', "La Centrale"),
    ],
)
def test_nothing_is_left_of_hostile_html_but_its_words(cell, expected):
    assert cleaning.text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("musée Saint-Marc", "Musée Saint-Marc"),
        ("l'atelier", "L'atelier"),
        ("casaco", "casaco"),
        ("zBis Pau", "zBis Pau"),
        ('"La Centrale"', "La Centrale"),
        ('"La Source" Espace partagé', '"La Source" Espace partagé'),
        ("Aucun", "Aucun"),
        ("n/a", ""),
    ],
)
def test_name_is_its_owner_s(cell, expected):
    assert cleaning.name(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("VILLENEUVE-LÈS-AVIGNON", "Villeneuve-lès-Avignon"),
        ("L'ISLE-D'ABEAU", "L'Isle-d'Abeau"),
        ("LE MANS CEDEX 2", "Le Mans"),
        ("pau", "Pau"),
        ("Cergy", "Cergy"),
        ("Aucun", "Aucun"),
    ],
)
def test_city_is_written_as_in_french(cell, expected):
    assert cleaning.city(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("64445", "64445"),
        ("1004", "01004"),
        ("1004.0", "01004"),
        ("2a004", "2A004"),
        ("A004", "2A004"),
        ("97411", "97411"),
        ("0", ""),
        ("", ""),
        ("99999", None),
        ("20004", None),
        ("200054781", None),
    ],
)
def test_insee_gets_back_its_zero_and_its_letter(cell, expected):
    assert cleaning.insee(cell) == expected


@pytest.mark.parametrize(
    ("cell", "country", "expected"),
    [
        ("64000", "FR", "64000"),
        ("1000", "FR", "01000"),
        ("1000.0", "FR", "01000"),
        ("F-75010", "FR", "75010"),
        ("75 010", "FR", "75010"),
        ("75010 CEDEX 12", "FR", "75010"),
        ("75010, 75018", "FR", "75010"),
        ("0", "FR", ""),
        ("630000", "FR", None),
        ("itinérant", "FR", None),
        ("1000", "BE", "1000"),
        ("sw1a 1aa", "GB", "SW1A 1AA"),
        ("20000", "MA", "20000"),
        ("(?)", "MA", None),
    ],
)
def test_postal_code_gets_back_its_zero_in_france_only(cell, country, expected):
    assert cleaning.postal_code(cell, country) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Maroc", "MA"),
        ("MOROCCO", "MA"),
        ("fr", "FR"),
        ("Côte d'Ivoire", "CI"),
        ("UK", "GB"),
        ("", ""),
        ("Syldavie", None),
    ],
)
def test_country_is_known_by_code_or_name(cell, expected):
    assert cleaning.country(cell) == expected


@pytest.mark.parametrize(
    ("cell", "country", "expected"),
    [
        ("04 70 97 76 40", "FR", "+33470977640"),
        ("04.70.97.76.40", "", "+33470977640"),
        ("04-70-97-76-40", "FR", "+33470977640"),
        ("470977640.0", "FR", "+33470977640"),
        ("+33 (0)4 70 97 76 40", "FR", "+33470977640"),
        ("33 (0) 4 70 97 76 40", "FR", "+33470977640"),
        ("0033470977640", "BE", "+33470977640"),
        ("Tél. 04 70 97 76 40 (accueil) ; 06 00 00 00 00", "FR", "+33470977640"),
        ("04 70 97 76 40/41", "FR", "+33470977640"),
        ("04 70 97 76 40 - 04 70 97 76 41", "FR", "+33470977640"),
        ("0590 10 51 78", "FR", "+590590105178"),
        ("00 590 10 51 78", "FR", "+590590105178"),
        ("692 12 34 56", "FR", "+262692123456"),
        ("3949", "FR", "3949"),
        ("212520000000.0", "MA", "+212520000000"),
        ("0520000000", "MA", "+212520000000"),
        ("", "FR", ""),
        ("NC", "FR", ""),
        ("3494521578", "FR", None),
        ("sur demande", "FR", None),
        ("2.1252E+11", "MA", None),
        ("12345", "XX", None),
    ],
)
def test_phone_is_international(cell, country, expected):
    assert cleaning.phone(cell, country) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Contact@Example.ORG", "Contact@example.org"),
        ("a@example.org|b@example.org", "a@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("Accueil <a@example.org>", "a@example.org"),
        ("", ""),
        ("a@example", None),
        ("a(at)example.org", None),
    ],
)
def test_email_is_the_first_one(cell, expected):
    assert cleaning.email(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("www.Example.org", "http://www.example.org"),
        ("HTTPS://example.org/Page?a=1#b", "https://example.org/Page?a=1#b"),
        ("/www.example.org/x/", "http://www.example.org/x/"),
        ("https://example.org|site web", "https://example.org"),
        ("Studio\xa0http://example.org/", "http://example.org/"),
        ("https://example.org https://m.example.org", "https://example.org"),
        ("www.example.org/Quoi Faire/Plan.jpg", "http://www.example.org/Quoi%20Faire/Plan.jpg"),
        ("http://chezmémé.example", "http://chezmémé.example"),
        ("example.org:8080", "http://example.org:8080"),
        ("/", ""),
        ("en cours", ""),
        ("Madame Patte", None),
        ("www.example.netla-page-suivante", None),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("nom@example.org", None),
        ("http://example.org/" + "a" * 200, None),
    ],
)
def test_website_is_the_first_address(cell, expected):
    assert cleaning.website(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("434 933 123 00029", "43493312300029"),
        ("43493312300029.0", "43493312300029"),
        ("w123456789", "W123456789"),
        ("434933123", "434933123"),
        ("00000000000000", ""),
        ("4.34933E+13", None),
        ("SIRET", None),
    ],
)
def test_pivot_is_a_number_of_a_register(cell, expected):
    assert cleaning.pivot(cell) == expected


def test_values_that_cannot_be_understood_are_left_out_and_told():
    content = (
        "nom;commune;code_postal;code_insee;pays;telephone;courriel;site_web;siret;type\n"
        "La Centrale;Pau;6400O;X;Syldavie;néant?;a@b;bientôt !;12;soucoupe\n"
    ).encode()

    reading = read_places(content)

    [place] = reading.places
    assert (place.phone, place.email, place.website, place.pivot, place.types) == ("", "", "", "", ())
    assert (place.postal_code, place.insee, place.country) == ("", "", "FR")
    assert {(one.line, one.column): one.code for one in reading.warnings} == {
        (2, "pays"): "country_unknown",
        (2, "code_postal"): "postal_code_unreadable",
        (2, "code_insee"): "insee_unreadable",
        (2, "type"): "type_unknown",
        (2, "telephone"): "phone_unreadable",
        (2, "courriel"): "email_unreadable",
        (2, "site_web"): "website_unreadable",
        (2, "siret"): "pivot_unreadable",
    }
    assert all("%(" not in one.reason for one in reading.warnings)


def test_email_in_the_column_of_websites_goes_to_its_place():
    [place] = read_places(b"nom;ville;web\nA;Pau;nom@example.org\n").places

    assert (place.email, place.website, place.warnings) == ("nom@example.org", "", ())


def test_texts_longer_than_a_record_holds_are_shortened_between_words():
    content = f"nom;ville\n{'Lieu ' * 60};Pau\n".encode()

    [place] = read_places(content).places

    assert len(place.name) <= cleaning.NAME_MAX
    assert place.name.endswith("Lieu…")
    assert [one.code for one in place.warnings] == ["value_shortened"]


def test_zero_zero_is_no_position():
    reading = read_places(b"nom;ville;lat;lon\nA;Pau;0;0\nB;;0.0;0,0\n")

    assert [(p.name, p.latitude, [w.code for w in p.warnings]) for p in reading.places] == [
        ("A", None, ["coordinate_zero"])
    ]
    assert [(one.line, one.column, one.code) for one in reading.rejected] == [(3, "lat", "location_missing")]


def test_next_position_serves_when_the_first_cannot_be_read():
    reading = read_places(b"nom;lat;lon;gps\nA;?;;43.3 -0.37\nB;44;;\nC;x;1;y\n")

    assert [(p.name, p.latitude, p.longitude) for p in reading.places] == [("A", 43.3, -0.37)]
    assert [(one.line, one.column, one.code) for one in reading.rejected] == [
        (3, "lon", "coordinate_missing"),
        (4, "lat", "coordinate_unreadable"),
    ]


def test_country_is_left_open_when_the_place_is_not_in_the_one_assumed():
    content = b"nom;pays;lat;lon\nA;;33.5;-7.6\nB;;48.8;2.3\nC;Maroc;33.5;-7.6\nD;France;50.9;4.3\n"

    assert [place.country for place in read_places(content).places] == ["", "FR", "MA", "FR"]


def test_enormous_cells_are_read_at_once():
    mess = ["-" * 130_000, "a" * 130_000, "12 " * 40_000, "<" * 130_000, "{" * 130_000]
    content = "nom;adresse;ville;mail;web;tel;lat;lon\n" + "\n".join(f"A;{m};Pau;{m};{m};{m};;" for m in mess)

    reading = read_places(content.encode())

    assert [place.name for place in reading.places] == ["A"] * len(mess)
