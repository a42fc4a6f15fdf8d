"""CSV lists of any make: encodings, separators, line ends, and the line that each record is on."""

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spaces.catalogue.rules.places import cleaning
from spaces.catalogue.rules.places.decoding import decode
from spaces.catalogue.rules.places.problems import PlaceFileError
from spaces.catalogue.rules.places.reading import read_places
from spaces.catalogue.rules.places.tables import Row, read_csv

FILES = Path(__file__).parent / "files"
HEADER = ["nom", "adresse", "commune", "latitude", "longitude"]


def rows(text: str) -> list[tuple[int, list[str], str]]:
    return [(row.line, row.cells, row.problem) for row in read_csv(text, lambda header: 0).rows]


def test_list_with_every_defect_keeps_what_it_can_and_names_each_refused_line():
    reading = read_places((FILES / "places_with_defects.csv").read_bytes())

    assert [(p.line, p.name, p.city, p.postal_code, p.latitude, p.longitude) for p in reading.places] == [
        (2, "La Centrale", "Pau", "64000", 43.2951, -0.3708),
        (4, "L'Étincelle (ancienne gare)", "Bourg-en-Bresse", "01000", 46.2052, 5.2255),
        (13, "Après le guillemet", "Lyon", "69007", 45.7501, 4.8402),
    ]
    assert [(p.types, p.phone, p.email, p.website) for p in reading.places] == [
        (("fablab", "coworking"), "+33559000001", "bonjour@lacentrale.example", "http://lacentrale.example"),
        (("lieu-culturel",), "+33474000000", "", ""),
        (("telecentre",), "+33478000000", "", ""),
    ]
    assert [(one.line, one.column, one.code) for one in reading.rejected] == [
        (7, "Nom du lieu", "name_missing"),
        (8, "Latitude", "coordinate_unreadable"),
        (9, "Latitude", "coordinate_out_of_range"),
        (10, "Latitude", "location_missing"),
        (11, "", "too_many_cells"),
        (12, "", "quote_unclosed"),
    ]
    assert reading.rejected[1].reason == (
        "“44,8°N” is not a coordinate. Write degrees such as 47.2459, or leave the cell empty."
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_is_physical_when_cells_and_blanks_span_several(end):
    text = end.join(["a,b", "", '1,"x', 'y"', "", "2,z", ",", '3,"p', "", 'q"', ""])

    assert [(line, cells[0]) for line, cells, _ in rows(text)] == [(3, "1"), (6, "2"), (8, "3")]


def test_announced_separator_counts_as_a_line():
    assert rows("sep=;\nnom;ville\nA,B;C\n") == [(3, ["A,B", "C"], "")]


def test_short_rows_are_filled_and_empty_columns_at_the_end_forgotten():
    assert rows("a,b,c,,\n1\n1,2,3,,\n") == [(2, ["1", "", ""], ""), (3, ["1", "2", "3"], "")]


def test_quote_left_open_costs_one_line_when_the_lines_below_are_whole():
    text = 'nom,ville,cp\n"A,Lens,62300\nB,Lille,59000\n"C",Metz,57000\nD,"Nan\ncy",54000\n'

    assert rows(text) == [
        (2, [], "quote_unclosed"),
        (3, ["B", "Lille", "59000"], ""),
        (4, ["C", "Metz", "57000"], ""),
        (5, ["D", "Nan\ncy", "54000"], ""),
    ]


def test_quote_left_open_in_a_huge_file_is_found():
    lines = [f"Lieu {i},Lens,62300\n" for i in range(20_000)]

    found = rows('nom,ville,cp\n"A,Lens,62300\n' + "".join(lines))

    assert found[0] == (2, [], "quote_unclosed")
    assert [line for line, _, _ in found[1:]] == list(range(3, 20_003))


def test_inner_quotes_are_kept_when_a_cell_does_not_start_with_one():
    assert rows('nom,ville\nLe "Lab",Pau\n') == [(2, ['Le "Lab"', "Pau"], "")]


def test_row_with_cells_beyond_the_header_is_refused_with_both_counts():
    row = read_csv("a,b\n1,2,3\n", lambda header: 0).rows[0]

    assert row == Row(2, ["1", "2", "3"], "too_many_cells", {"found": 3, "expected": 2})


@pytest.mark.parametrize(
    "header",
    [
        "nom;commune;type (a, b, c, d, e, f);latitude;longitude",
        "nom\tcommune\tlatitude, en degrés\tlongitude",
        "nom|commune|latitude;longitude, en degrés",
    ],
)
def test_separator_is_the_one_that_gives_known_columns(header):
    delimiter = re.search(r"[;\t|]", header)[0]
    line = delimiter.join(["L'Aire, libre", "Pau"])

    [place] = read_places(f"{header}\n{line}\n".encode()).places

    assert (place.name, place.city) == ("L'Aire, libre", "Pau")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("é€".encode(), "é€"),
        (codecs.BOM_UTF8 * 2 + "é".encode(), "é"),
        ("ï»¿é".encode(), "é"),
        (b"a\x07b", "a\x07b"),
        ("cœur d'été à 5 €".encode("cp1252"), "cœur d'été à 5 €"),
        (codecs.BOM_UTF16_LE + "é€".encode("utf-16-le"), "é€"),
        (codecs.BOM_UTF16_BE + "é€".encode("utf-16-be"), "é€"),
        (codecs.BOM_UTF32_LE + "é€".encode("utf-32-le"), "é€"),
        ("nom;ville des lieux é".encode("utf-16-le"), "nom;ville des lieux é"),
        ("à\n".encode() + "é\n".encode("cp1252"), "à\né\n"),
        (b"a\x00b", "ab"),
        (b"caf\xe9 \x81\r\n", "café \x81\r\n"),
    ],
)
def test_decode_finds_the_encoding(content, text):
    assert decode(content) == text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (codecs.BOM_UTF8 + b" \r\n\n", "empty"),
        (b"PK\x03\x04\x14\x00\x06\x00", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
        (b"  <!DOCTYPE html><html></html>", "web_page"),
        (bytes(range(256)) * 4, "not_text"),
        (b"lieu;ville\nLa Centrale;Pau\n", "no_name_column"),
        (b"nom;telephone\nLa Centrale;05\n", "no_location_column"),
        (b"La Centrale;Pau;43.29;-0.37\n", "no_name_column"),
    ],
)
def test_file_that_cannot_be_read_says_why(content, code):
    if b"lieu" in content:
        content = content.replace(b"lieu", b"endroit")

    with pytest.raises(PlaceFileError) as raised:
        read_places(content)

    assert raised.value.code == code
    assert "%(" not in str(raised.value)


def test_column_called_after_the_place_holds_names_when_none_is_called_a_name():
    assert [p.name for p in read_places(b"lieu;ville\nLa Centrale;Pau\n").places] == ["La Centrale"]


# No letters whose Windows-1252 bytes would also be UTF-8, such as "Îœ": nobody could tell.
CELLS = st.text(st.sampled_from("aéçÎ ,;\t|\"'\n\r-0"), min_size=1, max_size=12)
RECORDS = st.lists(
    st.tuples(CELLS.map(lambda cell: f"Lieu {cell}."), CELLS, st.just("Pau"), st.just("43.3"), st.just("-0.37")),
    min_size=1,
    max_size=5,
)


def written(record: tuple[str, ...] | list[str], delimiter: str, always: bool) -> str:
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in record)
    plain = (cell if re.fullmatch(r"[^\"\r\n,;|\t]*", cell) and not always else None for cell in record)
    return delimiter.join(short if short is not None else long for short, long in zip(plain, quoted, strict=True))


@given(
    records=RECORDS,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    always=st.booleans(),
    blanks=st.integers(0, 2),
)
@example([("Lieu \n.", "\r", "Pau", "43.3", "-0.37")], ",", "\r", "utf-8", False, 1)
def test_list_reads_the_same_whatever_wrote_it(records, delimiter, end, encoding, always, blanks):
    text = written(HEADER, delimiter, always) + end
    expected = []
    for record in records:
        text += end * blanks
        line = len(re.findall(r"\r\n|\r|\n", text)) + 1
        text += written(record, delimiter, always) + end
        expected.append((line, cleaning.name(record[0]), cleaning.text(record[1]), "Pau", 43.3, -0.37))

    reading = read_places(text.encode(encoding))

    found = [(p.line, p.name, p.street, p.city, p.latitude, p.longitude) for p in reading.places]
    assert (found, reading.rejected) == (expected, [])
