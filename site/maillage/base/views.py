"""Health, and the pages for when something is wrong."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django_tasks_db.models import DBTaskResult
from redis.exceptions import RedisError


def health(request: HttpRequest) -> JsonResponse:
    """200 when database, cache and task queue answer, 503 naming what does not."""
    database = _database_answers()
    checks = {"database": database, "cache": _cache_answers(), "tasks": database and _tasks_answer()}
    ok = all(checks.values())
    state = {name: "ok" if works else "down" for name, works in checks.items()}
    return JsonResponse(
        {"status": "ok" if ok else "down", **state},
        status=200 if ok else 503,
        headers={"Cache-Control": "no-store"},
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key is missing or too old: say how to go on."""
    return render(request, "403_csrf.html", status=403)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _cache_answers() -> bool:
    try:
        cache.set("health", "ok", 10)
        return cache.get("health") == "ok"
    except (RedisError, OSError):
        return False


def _tasks_answer() -> bool:
    try:
        DBTaskResult.objects.exists()
    except DatabaseError:
        return False
    return True
