"""That the checks of the face are awake: axe sees what we break on purpose, and what was put right stays right."""

from browser import overflowing, violations


def test_axe_sees_a_field_without_a_label_and_grey_on_grey(seat):
    page = seat().page
    page.goto("/sign-in")
    assert not violations(page, "as it is")
    page.evaluate("""() => {
        document.querySelector("label").remove();
        document.querySelector("h1").style.color = "#aaa";
    }""")
    found = "\n".join(violations(page, "broken"))
    assert "label" in found and "color-contrast" in found


def test_a_page_that_is_too_wide_is_seen_in_both_directions(seat):
    page = seat().page
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/sign-in")
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        assert not overflowing(page, direction)
        page.evaluate("() => { document.querySelector('h1').style.inlineSize = '500px'; }")
        assert overflowing(page, direction)
        page.evaluate("() => { document.querySelector('h1').style.inlineSize = ''; }")


def test_a_field_with_an_error_is_edged_in_the_colour_of_its_message(seat):
    page = seat().page
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    edge = page.locator("input[aria-invalid]").first.evaluate("e => getComputedStyle(e).borderTopColor")
    assert edge == page.locator(".error").first.evaluate("e => getComputedStyle(e).color")


def test_a_tag_in_a_table_is_no_wider_on_a_phone_than_on_a_desk(seat):
    page = seat("Musa Manager").page
    page.goto("/policy/acknowledgements")
    widths = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        widths.append(page.locator("td .tag").first.bounding_box()["width"])
        assert not overflowing(page, f"{width}")
    assert widths[0] == widths[1]
    # On a phone each row is a sheet of its own, and its heads are heard only.
    assert page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).display") == "block"


def test_a_form_of_buttons_alone_draws_no_card(seat):
    page = seat("Rita Desk").page
    page.goto("/find")
    edge = "e => getComputedStyle(e.closest('form')).borderTopWidth"
    assert page.get_by_role("button", name="Find").evaluate(edge) != "0px"
    page.get_by_label("Their name").fill("Nobody Yet")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("button", name="None of these: first contact").evaluate(edge) == "0px"
