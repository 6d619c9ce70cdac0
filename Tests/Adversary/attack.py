"""What there is of attacks: alterations by somebody who knows docs/keys.md, each of one kind, with a control that shows that
it landed."""

ATTACKS, WHILE_RUNNING = {}, {}


def attack(function):
    """One kind of attack, under its name in plain words."""
    ATTACKS[function.__name__.replace("_", " ")] = function
    return function


def attack_while_running(function):
    """One that is made while the program runs, and knows it as `case.server`."""
    WHILE_RUNNING[function.__name__.replace("_", " ")] = function
    return function
