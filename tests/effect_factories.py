"""Rows of effects for tests."""

import factory
from factory.django import DjangoModelFactory

from samspill.registry.models import Effect, EffectTag, Recipient
from tests.factories import OnceFactory, PublishedEntryFactory


class EffectFactory(OnceFactory[Effect]):
    class Meta:
        model = Effect
        django_get_or_create = ("code",)

    code = "energy"
    name_nb = factory.LazyAttribute(lambda row: f"Effekten {row.code}")


class RecipientFactory(OnceFactory[Recipient]):
    class Meta:
        model = Recipient
        django_get_or_create = ("code",)

    code = "municipality"
    name_nb = factory.LazyAttribute(lambda row: f"Mottakeren {row.code}")


class EffectTagFactory(DjangoModelFactory[EffectTag]):
    class Meta:
        model = EffectTag

    entry = factory.SubFactory(PublishedEntryFactory)
    effect = factory.SubFactory(EffectFactory)
    recipient = factory.SubFactory(RecipientFactory)
