"""That the check of accessibility is awake: it must see what we break on purpose."""

from browser import violations


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
