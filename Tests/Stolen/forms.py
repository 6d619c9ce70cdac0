"""Reads the forms of a page as a browser would, and fills them."""

import datetime
import html.parser
import re
from typing import NamedTuple

TODAY = datetime.date.today()
# Where a choice decides whether anything is kept; elsewhere the first that is offered.
CHOICES = {
    "recipient": "council", "ground": "service", "answer": "agreed", "entitlement": "self", "how": "oral",
    "manner": "written", "check": "rungBack", "investigation": "yes", "suspicion": "yes", "isSomebodyElse": "yes",
    "role": "caseworker", "age": "under16", "reportedMissing": "no", "publicSafety": "no", "isRestricted": "",
    "relatedTo": "",
}
DAYS = {
    "until": [TODAY + datetime.timedelta(days=60), TODAY + datetime.timedelta(days=20)],
    "reviewOn": [TODAY + datetime.timedelta(days=30)],
    "born": [datetime.date(1990, 2, 3)],
    "day": [TODAY, TODAY + datetime.timedelta(days=5)],
}
# A day is asked for in three boxes.
BOX = re.compile(r"(.+)\.(day|month|year)")


class Field(NamedTuple):
    name: str
    type: str
    value: str
    is_chosen: bool
    is_wrong: bool


class Form:
    """Where a form goes, its fields in order, and its buttons: where each goes, and what it adds."""

    def __init__(self, action, is_question):
        self.action, self.is_question, self.fields, self.buttons = action, is_question, [], []

    def names(self):
        return sorted({field.name for field in self.fields if field.type not in ("hidden",)})

    def filled(self, mark, chosen, attempt=0):
        """The fields with a marker in each that takes words, and each choice made; `chosen` goes before all. A second
        attempt says otherwise where it can."""
        pairs, done = [], set()
        for field in self.fields:
            if field.name in chosen and field.type != "hidden":
                if field.name not in done:
                    pairs += [(field.name, value) for value in listed(chosen[field.name])]
            elif field.type == "hidden":
                pairs.append((field.name, field.value))
            elif field.type == "checkbox":
                if CHOICES.get(field.name) != "":
                    pairs.append((field.name, field.value))
            elif field.type in ("radio", "select"):
                if field.name not in done:
                    pairs.append((field.name, self.choice(field.name, attempt)))
            elif field.type == "date":
                name, box = BOX.fullmatch(field.name).groups()
                days = DAYS.get(name, [TODAY])
                pairs.append((field.name, str(getattr(days[attempt % len(days)], box))))
            elif field.type == "email":
                pairs.append((field.name, f"{mark(self.action, field.name)}@{mark(self.action, field.name)}.example"))
            elif field.type in ("text", "search", "textarea", "tel", "password"):
                pairs.append((field.name, mark(self.action, field.name)))
            done.add(field.name)
        return pairs

    def choice(self, name, attempt):
        offered = [field.value for field in self.fields if field.name == name and field.value]
        first = CHOICES.get(name)
        if first == "" or first in offered and attempt == 0:
            return first
        return offered[attempt % len(offered)] if offered else ""


def listed(value):
    return value if isinstance(value, list) else [value]


class Forms(html.parser.HTMLParser):
    """The forms of a page, its title, and every address on it."""

    ADDRESSES = ("href", "action", "formaction", "src", "data-search", "data-keep-alive")

    def __init__(self, body):
        super().__init__()
        self.forms, self.title, self.addresses = [], "", []
        self.form = self.select = self.area = None
        self.is_title = False
        self.feed(body)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        self.addresses += [given[name] for name in self.ADDRESSES if name in given]
        kind, name, value = given.get("type", "text"), given.get("name", ""), given.get("value", "")
        if tag == "title":
            self.is_title = True
        elif tag == "form":
            self.form = Form(given.get("action", ""), given.get("method") != "post")
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "button" and kind == "submit":
            self.form.buttons.append((given.get("formaction"), name, value))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.add(self.select, "select", value, "selected" in given)
        elif tag in ("input", "textarea") and name:
            kind = "date" if BOX.fullmatch(name) else kind
            self.add(name, kind if tag == "input" else "textarea", value, "checked" in given, given.get("aria-invalid"))

    def add(self, name, kind, value, is_chosen, wrong=None):
        self.form.fields.append(Field(name, kind, value, is_chosen, wrong == "true"))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "title":
            self.is_title = False

    def handle_data(self, data):
        if self.is_title:
            self.title += data
