"""What is held of somebody: asked for, withdrawn, looked at with a reason, and the password before what is grave."""

from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.server import Site
from tests.browser.visitors import Visitors

MINE = "/en/arbeid/mine-opplysninger/"


def test_asking_withdrawing_and_the_password(site: Site, visitors: Visitors) -> None:
    with visitors.page("contributor", java_script_enabled=False) as page:
        page.goto(MINE)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your data")
        page.get_by_role("link", name="Restrict the use").click()
        page.get_by_label("Why").fill("My name is misspelt.")
        page.get_by_role("button", name="Send the request").click()
        main = page.locator("main")
        expect(main).to_contain_text("Your request is sent")
        expect(main).to_contain_text("My name is misspelt.")
    case = page.url
    with visitors.page("administrator") as administrator:
        administrator.goto(case)
        expect(administrator.get_by_role("button", name="Grant")).to_be_visible()
        assert axe.faults(administrator) == []
    with visitors.page("contributor", answers=422) as page:
        page.goto(case)
        page.get_by_role("button", name="Withdraw the request").click()
        expect(page.locator("main")).to_contain_text("The request is withdrawn.")
        page.goto(MINE)
        page.get_by_role("link", name="Delete your account").click()
        page.get_by_label("Password").fill(site.password)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Delete your account")
        assert axe.faults(page) == []
        page.get_by_label("Your e-mail address").fill("somebody.else@example.org")
        page.get_by_role("button", name="Delete my account").click()
        expect(page.locator("main")).to_contain_text("This is not the address that you log in with.")


def test_an_administrator_gives_a_reason(site: Site, visitors: Visitors) -> None:
    public_id = site.value("SELECT public_id FROM parties_person WHERE user_id IS NOT NULL ORDER BY id LIMIT 1")
    with visitors.page("administrator") as page:
        page.goto(f"/en/arbeid/personer/{public_id}/opplysninger/")
        page.get_by_label("Why you need to see this").fill("Asked for a copy.")
        page.get_by_role("button", name="Show what is held").click()
        expect(page.locator("main")).to_contain_text("Asked for a copy.")
        assert axe.faults(page) == []
        with page.expect_download() as copy:
            page.get_by_role("link", name="Take a copy for the person").click()
        assert copy.value.suggested_filename.endswith(".json")
