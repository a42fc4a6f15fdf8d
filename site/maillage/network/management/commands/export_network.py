"""Take the network out."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from maillage.network.services.exporting import export_network


class Command(BaseCommand):
    help = "Write the whole network as one document (maillage-network/1), ready for import_network."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(export_network(), ensure_ascii=False, indent=2))
