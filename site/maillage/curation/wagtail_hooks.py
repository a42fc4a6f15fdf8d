"""What curation adds to Wagtail."""

from wagtail import hooks

from maillage.curation.models import Listed
from maillage.curation.services import audit
from maillage.curation.wagtail import actions, bulk, libraries

LAST = 1000

hooks.register("construct_snippet_action_menu", actions.arrange)

for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action, order=LAST)


@hooks.register("construct_admin_api", order=LAST)
def limit_libraries(router):
    router.register_endpoint("images", libraries.PicturesAPI)
    router.register_endpoint("documents", libraries.DocumentsAPI)


@hooks.register("after_delete_snippet")
def remember_deletion(request, records):
    for record in records:
        if isinstance(record, Listed):
            audit.record(record, "deleted", by=request.user, before={"name": str(record), "state": record.state})
