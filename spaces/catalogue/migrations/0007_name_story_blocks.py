"""The blocks of a space's story have names that can be translated. The database stays as it is."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_plan"),
    ]

    operations = [
        migrations.AlterField(
            model_name="space",
            name="body",
            field=wagtail.fields.StreamField(
                [("heading", 0), ("text", 1), ("quote", 2)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "form_classname": "title",
                            "icon": "title",
                            "label": "Heading",
                            "template": "catalogue/blocks/heading.html",
                        },
                    ),
                    1: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "icon": "pilcrow", "label": "Text"},
                    ),
                    2: ("wagtail.blocks.BlockQuoteBlock", (), {"icon": "openquote", "label": "Quotation"}),
                },
                verbose_name="story",
            ),
        ),
    ]
