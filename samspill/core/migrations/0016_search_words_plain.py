"""Words are found by what is typed for them on a keyboard that lacks letters: tromso for Tromsø, baerum for Bærum."""

from django.db import migrations, models
from django.db.models.functions import Replace


class Migration(migrations.Migration):
    dependencies = [("core", "0015_search_sample_words")]

    operations = [
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                Replace(
                    Replace(
                        Replace(
                            models.Func(
                                models.F("word"), models.Value("åøæđŋŧ"), models.Value("aoadnt"), function="translate"
                            ),
                            models.Value("aa"),
                            models.Value("a"),
                        ),
                        models.Value("oe"),
                        models.Value("o"),
                    ),
                    models.Value("ae"),
                    models.Value("a"),
                ),
                name="search_word_plain",
            ),
        ),
    ]
