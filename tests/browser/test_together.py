"""Two people at one entry, and typing that survives a closed tab."""

from playwright.sync_api import Page, Route, expect

from tests.browser import axe
from tests.browser.server import Site
from tests.browser.visitors import Visitors

NEWEST = (
    "SELECT public_id, title FROM registry_entry WHERE kind = 'innovation' AND status = 'published' "
    "AND visibility = 'public' AND register_id = (SELECT id FROM registry_register WHERE code = 'eksempelsenteret') "
    "ORDER BY id DESC LIMIT 1"
)


def make_draft(page: Page, title: str) -> str:
    """A draft in the example register, made as people make it. Returns its public id."""
    page.goto("/en/arbeid/ny/?kind=innovation")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Service innovation").check()
    place = page.get_by_label("Where it belongs")
    place.select_option(index=place.locator("option").count() - 1)
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator("main")).to_contain_text("The draft is made")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def test_the_second_to_save_sees_both_versions_and_loses_nothing(site: Site, visitors: Visitors) -> None:
    ((public_id, title),) = site.rows(NEWEST)
    address = f"/en/arbeid/oppforinger/{public_id}/"
    with visitors.page("innovation_leader") as first, visitors.page("administrator", answers=409) as second:
        first.goto(address)
        second.goto(address)

        first.get_by_label("Title").fill(f"{title} (first)")
        first.get_by_label("Potential effect").fill("own word of the first")
        first.get_by_label("Why do you correct it?").fill("the first was here")
        first.get_by_role("button", name="Save the correction").click()
        expect(first.locator("main")).to_contain_text("Saved.")

        second.get_by_label("Title").fill(f"{title} (second)")
        second.get_by_label("Description").fill("The description of the second.")
        second.get_by_label("Why do you correct it?").fill("the second was here too")
        second.get_by_role("button", name="Save the correction").click()

        main = second.locator("main")
        expect(main).to_contain_text("Somebody else has saved this entry since you opened it")
        for kept in (f"{title} (first)", f"{title} (second)", "own word of the first"):
            expect(main).to_contain_text(kept)
        expect(main).to_contain_text("The description of the second.")
        assert axe.faults(second) == []
        assert site.value("SELECT title FROM registry_entry WHERE public_id = %s", public_id) == f"{title} (first)"

        second.get_by_label("Title, put together").fill(f"{title} (both)")
        second.locator("#merged-title").check()
        second.get_by_role("button", name="Save what I have chosen").click()
        expect(main).to_contain_text("Saved.")

        second.goto(f"{address}historikk/")
        for told in ("the first was here", "the second was here too", "own word of the first"):
            expect(second.locator("main")).to_contain_text(told)
    saved = site.rows("SELECT title, potential_effect, summary FROM registry_entry WHERE public_id = %s", public_id)
    assert saved == [(f"{title} (both)", "own word of the first", "The description of the second.")]


def test_typing_in_a_draft_survives_a_closed_tab(visitors: Visitors) -> None:
    with visitors.page("contributor") as page:
        public_id = make_draft(page, "A bench that remembers")
        page.get_by_label("Description").fill("It was typed and never saved by hand.")
        expect(page.locator("#save-status")).to_have_attribute("data-state", "saved")
    with visitors.page("contributor") as page:
        page.goto(f"/en/arbeid/oppforinger/{public_id}/")
        expect(page.get_by_label("Description")).to_have_value("It was typed and never saved by hand.")


def test_typing_on_a_slow_line_is_saved_too(visitors: Visitors) -> None:
    """What is typed before the script that saves has come is not forgotten."""
    held: list[Route] = []
    with visitors.page("contributor") as page:
        public_id = make_draft(page, "A slow line to the islands")
        page.route("**/autosave*.js", lambda route: held.append(route))  # noqa: PLW0108
        page.goto(f"/en/arbeid/oppforinger/{public_id}/", wait_until="commit")
        page.get_by_label("Description").fill("Typed while the page was still coming.")
        held[0].continue_()
        expect(page.locator("#save-status")).to_have_attribute("data-state", "saved")


def test_the_last_words_go_along_when_the_tab_is_closed_at_once(site: Site, visitors: Visitors) -> None:
    with visitors.page("contributor") as page:
        public_id = make_draft(page, "A lamp for late readers")
        page.get_by_label("Description").fill("Closed before anything was saved.")
        page.close(run_before_unload=True)
        page.context.new_page().wait_for_timeout(200)  # the browser stays, and sends what it was given
    with visitors.page("contributor") as page:
        page.goto(f"/en/arbeid/oppforinger/{public_id}/")
        expect(page.get_by_label("Description")).to_have_value("Closed before anything was saved.")


def test_unsaved_corrections_of_what_is_published_are_kept_for_the_one_who_typed_them(
    site: Site, visitors: Visitors
) -> None:
    ((public_id, title),) = site.rows(NEWEST.replace("DESC LIMIT 1", "DESC OFFSET 1 LIMIT 1"))
    address = f"/en/arbeid/oppforinger/{public_id}/"
    with visitors.page("innovation_leader") as page:
        page.goto(address)
        page.get_by_label("Title").fill(f"{title}, corrected")
        expect(page.locator("#save-status")).to_have_attribute("data-state", "kept")
    with visitors.page() as reader:
        reader.goto(f"/en/e/{public_id}/")
        expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    with visitors.page("innovation_leader") as page:
        page.goto(address)
        expect(page.get_by_label("Title")).to_have_value(f"{title}, corrected")
        page.get_by_role("button", name="Throw away what I typed").click()
        expect(page.get_by_label("Title")).to_have_value(title)
