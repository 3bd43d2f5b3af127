"""The triggers that stamp what harvesters get (docs/adr: harvesting by stamps that the database keeps).

Statement level with transition tables: one import of 10,000 rows costs a few statements, and SQL cannot pass by.
"""

from django.db import migrations

CLOCK = """
-- The moment of a change: the running second, after everybody can see that this transaction may still commit with it.
-- A reader takes the oldest such second as the end of what is final (registry_harvest_horizon).
CREATE FUNCTION registry_harvest_now() RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('samspill.harvest', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(7253, floor(extract(epoch FROM clock_timestamp()) - 1700000000)::int);
        PERFORM set_config('samspill.harvest', pg_current_xact_id()::text, true);
    END IF;
    RETURN date_trunc('second', clock_timestamp());
END $$;

-- The last second in which nothing more can be stamped: before the running one, and before the oldest second that a
-- transaction still open has stamped with. One's own does not count.
CREATE FUNCTION registry_harvest_horizon() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT to_timestamp(LEAST(
        floor(extract(epoch FROM statement_timestamp())),
        (SELECT min(objid::text::bigint) + 1700000000 FROM pg_locks
         WHERE locktype = 'advisory' AND classid = 7253 AND objsubid = 2 AND pid IS DISTINCT FROM pg_backend_pid()
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    )::double precision - 1)
$$;
"""

RECORDS = """
-- What an entry is in the CERIF profile: its first type with a place there; an innovation without one is a product.
CREATE FUNCTION registry_harvest_entity(entry_kind text, entry_types text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT COALESCE(
        (SELECT CASE t.cerif_class WHEN 'publication' THEN 'publications' WHEN 'patent' THEN 'patents'
                    WHEN 'product' THEN 'products' WHEN 'project' THEN 'projects' ELSE 'events' END
         FROM unnest(entry_types) WITH ORDINALITY AS named(code, place) JOIN registry_entrytype t ON t.code = named.code
         WHERE t.cerif_class IN ('publication', 'patent', 'product', 'project', 'event') ORDER BY place LIMIT 1),
        CASE WHEN entry_kind = 'innovation' THEN 'products' ELSE '' END)
$$;

-- Stamp entries anew: those that are public get a record, and those that no longer are become deleted.
CREATE FUNCTION registry_harvest_entries(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE moment timestamptz;
BEGIN
    ids := ARRAY(
        SELECT id FROM registry_entry
        WHERE id = ANY(ids) AND visibility = 'public' AND status IN ('published', 'archived')
        UNION
        SELECT object_id FROM registry_harvestrecord
        WHERE source = 'entry' AND object_id = ANY(ids) AND NOT deleted);
    IF cardinality(ids) = 0 THEN
        RETURN;
    END IF;
    moment := registry_harvest_now();
    INSERT INTO registry_harvestrecord (identifier, source, object_id, stamp, deleted, entity, kind, register)
    SELECT 'entry-' || e.public_id, 'entry', e.id, moment, false, registry_harvest_entity(e.kind, e.types), e.kind,
           CASE WHEN r.is_public THEN r.code ELSE '' END
    FROM registry_entry e LEFT JOIN registry_register r ON r.id = e.register_id
    WHERE e.id = ANY(ids) AND e.visibility = 'public' AND e.status IN ('published', 'archived')
    ORDER BY e.id
    ON CONFLICT (identifier) DO UPDATE SET stamp = excluded.stamp, deleted = false, object_id = excluded.object_id,
        entity = excluded.entity, kind = excluded.kind, register = excluded.register;
    UPDATE registry_harvestrecord h SET deleted = true, stamp = moment
    WHERE h.source = 'entry' AND h.object_id = ANY(ids) AND NOT h.deleted AND NOT EXISTS (
        SELECT FROM registry_entry e
        WHERE 'entry-' || e.public_id = h.identifier AND e.id = h.object_id
          AND e.visibility = 'public' AND e.status IN ('published', 'archived'));
END $$;

-- People with a public page who have a part in a public entry. Without ``anew`` only who comes or goes is stamped.
CREATE FUNCTION registry_harvest_people(ids bigint[], anew boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    shown bigint[];
    standing bigint[];
BEGIN
    shown := ARRAY(
        SELECT p.id FROM parties_person p WHERE p.id = ANY(ids) AND p.is_public AND EXISTS (
            SELECT FROM registry_contribution c JOIN registry_entry e ON e.id = c.entry_id
            WHERE c.person_id = p.id AND e.visibility = 'public' AND e.status IN ('published', 'archived')));
    standing := ARRAY(
        SELECT object_id FROM registry_harvestrecord
        WHERE source = 'person' AND object_id = ANY(ids) AND NOT deleted);
    IF NOT anew AND shown @> standing AND standing @> shown OR cardinality(shown) + cardinality(standing) = 0 THEN
        RETURN;
    END IF;
    moment := registry_harvest_now();
    INSERT INTO registry_harvestrecord (identifier, source, object_id, stamp, deleted, entity, kind, register)
    SELECT 'person-' || p.public_id, 'person', p.id, moment, false, 'persons', '', ''
    FROM parties_person p WHERE p.id = ANY(shown) AND (anew OR NOT p.id = ANY(standing)) ORDER BY p.id
    ON CONFLICT (identifier) DO UPDATE SET stamp = excluded.stamp, deleted = false, object_id = excluded.object_id;
    UPDATE registry_harvestrecord h SET deleted = true, stamp = moment
    WHERE h.source = 'person' AND h.object_id = ANY(standing) AND NOT h.deleted AND NOT EXISTS (
        SELECT FROM parties_person p
        WHERE p.id = h.object_id AND p.id = ANY(shown) AND 'person-' || p.public_id = h.identifier);
END $$;

CREATE FUNCTION registry_harvest_organisations(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE moment timestamptz;
BEGIN
    IF ids IS NULL OR cardinality(ids) = 0 THEN
        RETURN;
    END IF;
    moment := registry_harvest_now();
    INSERT INTO registry_harvestrecord (identifier, source, object_id, stamp, deleted, entity, kind, register)
    SELECT 'organisation-' || o.code, 'organisation', o.id, moment, false, 'orgunits', '', ''
    FROM parties_organisation o WHERE o.id = ANY(ids) ORDER BY o.id
    ON CONFLICT (identifier) DO UPDATE SET stamp = excluded.stamp, deleted = false, object_id = excluded.object_id;
    UPDATE registry_harvestrecord h SET deleted = true, stamp = moment
    WHERE h.source = 'organisation' AND h.object_id = ANY(ids) AND NOT h.deleted AND NOT EXISTS (
        SELECT FROM parties_organisation o WHERE o.id = h.object_id AND 'organisation-' || o.code = h.identifier);
END $$;

CREATE FUNCTION registry_harvest_units(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE moment timestamptz;
BEGIN
    IF ids IS NULL OR cardinality(ids) = 0 THEN
        RETURN;
    END IF;
    moment := registry_harvest_now();
    INSERT INTO registry_harvestrecord (identifier, source, object_id, stamp, deleted, entity, kind, register)
    SELECT 'unit-' || u.code, 'unit', u.id, moment, false, 'orgunits', '', ''
    FROM parties_unit u WHERE u.id = ANY(ids) ORDER BY u.id
    ON CONFLICT (identifier) DO UPDATE SET stamp = excluded.stamp, deleted = false, object_id = excluded.object_id;
    UPDATE registry_harvestrecord h SET deleted = true, stamp = moment
    WHERE h.source = 'unit' AND h.object_id = ANY(ids) AND NOT h.deleted AND NOT EXISTS (
        SELECT FROM parties_unit u WHERE u.id = h.object_id AND 'unit-' || u.code = h.identifier);
END $$;

-- Everything anew: after rows were written past the triggers.
CREATE FUNCTION registry_harvest_all() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM registry_harvest_entries(ARRAY(SELECT id FROM registry_entry UNION
                                           SELECT object_id FROM registry_harvestrecord WHERE source = 'entry'));
    PERFORM registry_harvest_people(ARRAY(SELECT id FROM parties_person UNION
                                          SELECT object_id FROM registry_harvestrecord WHERE source = 'person'), true);
    PERFORM registry_harvest_organisations(ARRAY(
        SELECT id FROM parties_organisation UNION
        SELECT object_id FROM registry_harvestrecord WHERE source = 'organisation'));
    PERFORM registry_harvest_units(ARRAY(SELECT id FROM parties_unit UNION
                                         SELECT object_id FROM registry_harvestrecord WHERE source = 'unit'));
END $$;
"""

TRIGGERS = """
CREATE FUNCTION registry_harvest_on_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
    moved bigint[];  -- came into public sight or left it, or became another thing in the profile
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT id FROM new_rows);
        moved := '{}';  -- nothing can hang on it yet
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT id FROM old_rows);
        moved := changed;
    ELSE
        changed := ARRAY(SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE n IS DISTINCT FROM o);
        moved := ARRAY(
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.visibility = 'public' AND n.status IN ('published', 'archived')) IS DISTINCT FROM
                  (o.visibility = 'public' AND o.status IN ('published', 'archived'))
               OR n.types IS DISTINCT FROM o.types);
    END IF;
    PERFORM registry_harvest_entries(changed);
    IF cardinality(moved) > 0 THEN
        PERFORM registry_harvest_people(
            ARRAY(SELECT DISTINCT person_id FROM registry_contribution
                  WHERE entry_id = ANY(moved) AND person_id IS NOT NULL), false);
        PERFORM registry_harvest_entries(
            ARRAY(SELECT target_id FROM registry_relation WHERE source_id = ANY(moved) UNION
                  SELECT source_id FROM registry_relation WHERE target_id = ANY(moved)));
    END IF;
    RETURN NULL;
END $$;

-- Participations and identifiers: the entry they hang on.
CREATE FUNCTION registry_harvest_on_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_harvest_entries(ARRAY(SELECT DISTINCT entry_id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM registry_harvest_entries(ARRAY(SELECT DISTINCT entry_id FROM old_rows));
    ELSE
        PERFORM registry_harvest_entries(
            ARRAY(SELECT entry_id FROM new_rows UNION SELECT entry_id FROM old_rows));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_contribution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_harvest_entries(ARRAY(SELECT DISTINCT entry_id FROM new_rows));
        PERFORM registry_harvest_people(
            ARRAY(SELECT DISTINCT person_id FROM new_rows WHERE person_id IS NOT NULL), false);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM registry_harvest_entries(ARRAY(SELECT DISTINCT entry_id FROM old_rows));
        PERFORM registry_harvest_people(
            ARRAY(SELECT DISTINCT person_id FROM old_rows WHERE person_id IS NOT NULL), false);
    ELSE
        PERFORM registry_harvest_entries(ARRAY(SELECT entry_id FROM new_rows UNION SELECT entry_id FROM old_rows));
        PERFORM registry_harvest_people(
            ARRAY(SELECT person_id FROM new_rows WHERE person_id IS NOT NULL UNION
                  SELECT person_id FROM old_rows WHERE person_id IS NOT NULL), false);
    END IF;
    RETURN NULL;
END $$;

-- A contributor who disputes a part is not named in what is harvested.
CREATE FUNCTION registry_harvest_on_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_harvest_entries(ARRAY(
            SELECT DISTINCT c.entry_id FROM new_rows n JOIN registry_contribution c ON c.id = n.contribution_id));
    ELSE
        PERFORM registry_harvest_entries(ARRAY(
            SELECT DISTINCT c.entry_id FROM old_rows o JOIN registry_contribution c ON c.id = o.contribution_id));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_relation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM registry_harvest_entries(ARRAY(SELECT source_id FROM new_rows UNION SELECT target_id FROM new_rows));
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        PERFORM registry_harvest_entries(ARRAY(SELECT source_id FROM old_rows UNION SELECT target_id FROM old_rows));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_register() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM registry_harvest_entries(ARRAY(
        SELECT e.id FROM registry_entry e JOIN new_rows n ON n.id = e.register_id JOIN old_rows o ON o.id = n.id
        WHERE n.is_public IS DISTINCT FROM o.is_public OR n.code IS DISTINCT FROM o.code));
    RETURN NULL;
END $$;

-- Words that stand in records: types, disciplines, service areas, goals.
CREATE FUNCTION registry_harvest_on_word() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed text[];
BEGIN
    changed := ARRAY(
        SELECT n.code FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.name_nb, n.name_nn, n.name_en) IS DISTINCT FROM (o.name_nb, o.name_nn, o.name_en)
           OR (to_jsonb(n) -> 'cerif_class') IS DISTINCT FROM (to_jsonb(o) -> 'cerif_class'));
    IF cardinality(changed) = 0 THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'registry_sustainabledevelopmentgoal' THEN
        PERFORM registry_harvest_entries(ARRAY(
            SELECT e.id FROM registry_entry e WHERE e.sdgs && ARRAY(
                SELECT number FROM registry_sustainabledevelopmentgoal WHERE code = ANY(changed))::smallint[]));
    ELSE
        PERFORM registry_harvest_entries(ARRAY(
            SELECT e.id FROM registry_entry e WHERE CASE TG_TABLE_NAME
                WHEN 'registry_entrytype' THEN e.types::text[] && changed
                WHEN 'registry_discipline' THEN e.disciplines::text[] && changed
                ELSE e.service_areas::text[] && changed END));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM registry_harvest_people(ARRAY(SELECT id FROM old_rows), false);
        RETURN NULL;
    END IF;
    changed := ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.name, n.orcid, n.is_public, n.public_id) IS DISTINCT FROM (o.name, o.orcid, o.is_public, o.public_id));
    IF cardinality(changed) > 0 THEN
        PERFORM registry_harvest_people(changed, true);
        PERFORM registry_harvest_entries(
            ARRAY(SELECT DISTINCT entry_id FROM registry_contribution WHERE person_id = ANY(changed)));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_affiliation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM registry_harvest_people(ARRAY(SELECT DISTINCT person_id FROM new_rows), true);
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        PERFORM registry_harvest_people(ARRAY(SELECT DISTINCT person_id FROM old_rows), true);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_harvest_organisations(ARRAY(SELECT id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM registry_harvest_organisations(ARRAY(SELECT id FROM old_rows));
    ELSE
        changed := ARRAY(
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.code, n.name_nb, n.name_nn, n.name_en, n.short_name, n.number, n.ror, n.website) IS DISTINCT FROM
                  (o.code, o.name_nb, o.name_nn, o.name_en, o.short_name, o.number, o.ror, o.website));
        IF cardinality(changed) > 0 THEN
            PERFORM registry_harvest_organisations(changed);
            PERFORM registry_harvest_units(ARRAY(SELECT id FROM parties_unit WHERE organisation_id = ANY(changed)));
            PERFORM registry_harvest_people(
                ARRAY(SELECT DISTINCT person_id FROM parties_affiliation WHERE organisation_id = ANY(changed)), true);
            PERFORM registry_harvest_entries(
                ARRAY(SELECT id FROM registry_entry WHERE organisation_id = ANY(changed) UNION
                      SELECT entry_id FROM registry_participation WHERE organisation_id = ANY(changed)));
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_harvest_on_unit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registry_harvest_units(ARRAY(SELECT id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM registry_harvest_units(ARRAY(SELECT id FROM old_rows));
    ELSE
        changed := ARRAY(
            SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.code, n.name_nb, n.name_nn, n.name_en, n.parent_id, n.organisation_id) IS DISTINCT FROM
                  (o.code, o.name_nb, o.name_nn, o.name_en, o.parent_id, o.organisation_id));
        IF cardinality(changed) > 0 THEN
            PERFORM registry_harvest_units(
                ARRAY(SELECT id FROM parties_unit WHERE id = ANY(changed) OR parent_id = ANY(changed)));
            PERFORM registry_harvest_people(
                ARRAY(SELECT DISTINCT person_id FROM parties_affiliation WHERE unit_id = ANY(changed)), true);
            PERFORM registry_harvest_entries(
                ARRAY(SELECT id FROM registry_entry WHERE unit_id = ANY(changed) UNION
                      SELECT entry_id FROM registry_contribution WHERE unit_id = ANY(changed)));
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""

WATCHED = [
    ("registry_entry", "entry", "INSERT UPDATE DELETE"),
    ("registry_contribution", "contribution", "INSERT UPDATE DELETE"),
    ("registry_participation", "part", "INSERT UPDATE DELETE"),
    ("registry_entryidentifier", "part", "INSERT UPDATE DELETE"),
    ("registry_confirmation", "confirmation", "INSERT DELETE"),
    ("registry_relation", "relation", "INSERT UPDATE DELETE"),
    ("registry_register", "register", "UPDATE"),
    ("registry_entrytype", "word", "UPDATE"),
    ("registry_discipline", "word", "UPDATE"),
    ("registry_servicearea", "word", "UPDATE"),
    ("registry_sustainabledevelopmentgoal", "word", "UPDATE"),
    ("parties_person", "person", "UPDATE DELETE"),
    ("parties_affiliation", "affiliation", "INSERT UPDATE DELETE"),
    ("parties_organisation", "organisation", "INSERT UPDATE DELETE"),
    ("parties_unit", "unit", "INSERT UPDATE DELETE"),
]
ROWS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def _triggers() -> str:
    return "\n".join(
        f"CREATE TRIGGER registry_harvest_{operation.lower()} AFTER {operation} ON {table} "
        f"REFERENCING {ROWS[operation]} FOR EACH STATEMENT EXECUTE FUNCTION registry_harvest_on_{function}();"
        for table, function, operations in WATCHED
        for operation in operations.split()
    )


FUNCTIONS = [
    *(f"on_{function}()" for function in dict.fromkeys(function for _table, function, _operations in WATCHED)),
    "all()", "units(bigint[])", "organisations(bigint[])", "people(bigint[], boolean)", "entries(bigint[])",
    "entity(text, text[])", "horizon()", "now()",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_harvest")]

    operations = [
        migrations.RunSQL(
            sql=CLOCK + RECORDS + TRIGGERS + _triggers() + "\nSELECT registry_harvest_all();",
            reverse_sql="\n".join(f"DROP FUNCTION registry_harvest_{one} CASCADE;" for one in FUNCTIONS),
        )
    ]
