"""The health page answers for database, cache and task queue."""

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult


@pytest.mark.django_db
def test_health_answers_ok_when_everything_works(client):
    response = client.get("/sante/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "cache": "ok", "tasks": "ok"}


@pytest.mark.django_db(transaction=True)
def test_health_answers_503_naming_the_queue_when_its_table_is_gone(client):
    table = DBTaskResult._meta.db_table
    with connection.schema_editor() as schema:
        schema.alter_db_table(DBTaskResult, table, "away")
    try:
        response = client.get("/sante/")
    finally:
        with connection.schema_editor() as schema:
            schema.alter_db_table(DBTaskResult, "away", table)

    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "ok", "cache": "ok", "tasks": "down"}


@pytest.mark.django_db
def test_health_answers_503_naming_the_cache_when_it_is_away_and_the_rest_goes_on(client, cache_away):
    response = client.get("/sante/")
    others = [client.get(address).status_code for address in ("/", "/lieux/", "/api/v1/spaces")]

    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "ok", "cache": "down", "tasks": "ok"}
    assert others == [200, 200, 200]
