"""Invented text: whole frameworks about services that do not exist, and ways to say a thing anew.

Sentences are put together from the vocabulary of one service, so that characteristics of one
framework share many of their words, as they do in real ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from revisions.drafts import Chapter, Criterion, Draft, Text

SCALES: tuple[tuple[str, ...], ...] = (
    ("Not Yet", "There"),
    ("Weak", "Sound", "Strong"),
    ("Emerging", "Developing", "Established", "Leading"),
    ("Level 1", "Level 2", "Level 3", "Level 4", "Level 5"),
    ("0", "1", "2", "3", "4", "5"),
    ("Inadequate", "Requires Improvement", "Good", "Outstanding"),
)
OTHER_NAMES = (
    "Beginning", "Basic", "Fair", "Secure", "Advanced", "Exceptional", "Poor", "Adequate",
    "Very Good", "Partly Met", "Fully Met", "Exceeded",
)  # fmt: skip


@dataclass(frozen=True)
class Service:
    """The vocabulary of one invented service."""

    themes: tuple[str, ...]
    people: tuple[str, ...]
    things: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(","))


SERVICES = (
    Service(
        _words(
            """Soil and Compost, Water and Weather, Seeds and Seedlings, Paths and Fences,
            Sheds and Tools, Sharing the Harvest, Bees and Hedges, Letting of Plots, Shows
            and Open Days"""
        ),
        _words("plot holders, wardens, new growers, neighbours, the committee, school groups"),
        _words(
            """compost heaps, water butts, standpipes, seed packets, raised beds, wheelbarrows,
            nesting boxes, waiting lists, tenancy agreements, surplus vegetables, hedge
            cuttings, cold frames, greenhouse panes, boundary fences, bonfire permits, wild
            flower strips, bee hives, apple trees, tool shed keys, noticeboards, rain
            gauges, plot inspections, potato stores, annual shows, slug traps, grass paths,
            rent reminders, manure deliveries"""
        ),
    ),
    Service(
        _words(
            """Boats and Engines, Landing Stages, Timetables, Tickets and Fares, Crew, Weather
            and Tides, Bicycles and Parcels, Lost Property, Night Crossings"""
        ),
        _words("passengers, deckhands, skippers, ticket clerks, harbour staff, commuters, anglers"),
        _words(
            """life jackets, gangways, mooring ropes, engine hours, tide tables, fog signals,
            season tickets, bicycle racks, lost umbrellas, parcel labels, diesel tanks,
            bilge pumps, radio checks, landing lights, crew rosters, capacity counts,
            wheelchair ramps, refund claims, timetable boards, storm warnings, hull surveys,
            fire buckets, night bells, anchor chains, boarding queues, drill records, chart
            corrections, toilets on board"""
        ),
    ),
    Service(
        _words(
            """Lending and Returning, Care of Costumes, Wigs and Masks, Rehearsal Rooms, Stage
            Lights, Sewing Classes, Money and Insurance, Volunteers Backstage"""
        ),
        _words("borrowers, seamstresses, drama clubs, pupils, keepers, trustees, technicians"),
        _words(
            """velvet cloaks, moth traps, button boxes, sewing machines, wig stands,
            papier-mache masks, dimmer racks, light bulbs, rehearsal bookings, hire forms,
            deposit receipts, steam irons, measuring tapes, sword props, shoe repairs,
            laundry bags, fitting rooms, pattern drawers, dye baths, fire-proofing
            certificates, stock labels, repair tickets, pupil workshops, insurance lists,
            storage rails, hat boxes, photo records, mirror lights"""
        ),
    ),
)  # fmt: skip

_QUANTITIES = ("few", "some", "many", "most", "nearly all", "all")
_STATES = (
    ("are looked after", "looks after {}"), ("are checked", "checks {}"),
    ("are counted", "counts {}"), ("are replaced", "replaces {}"),
    ("are explained", "explains {}"), ("are written down", "writes down {}"),
    ("are paid for", "pays for {}"), ("are shared", "shares {}"), ("are cleaned", "cleans {}"),
    ("are discussed", "discusses {}"), ("are tested", "tests {}"), ("are planned", "plans {}"),
    ("are reported on", "reports on {}"), ("are kept dry", "keeps {} dry"),
)  # fmt: skip
_TIMES = (
    "every week", "once a month", "before the season starts", "after each complaint",
    "at the end of the day", "twice a year", "when somebody asks", "within 5 working days",
    "within 20 minutes", "by the end of March", "on 2 days a week", "at least 4 times a year",
    "without delay", "in the presence of a witness", "as the manual says", "at night as well",
)  # fmt: skip
_TAILS = (
    "and the results are put on the wall", "and a second person signs for it",
    "so that nobody has to wait outside", "although the records have gaps",
    "even when the usual person is away", "and mistakes lead to a change of habit",
    "which has cut the number of accidents by half", "and visitors say that they have noticed",
    "but costs are seldom compared", "and the savings go into a repair fund",
    "so that beginners can see how it is done", "and a photograph is kept for 3 years",
    "with the help of a neighbouring service", "and older people are asked first",
    "because a rule of the house demands it", "and whatever is broken is taken out of use",
    "although few people know about it", "and a list of open points is read out at meetings",
)  # fmt: skip
_LABELS = (
    "Does not show what is expected of the next level.", "Nothing is in place.",
    "There is little sign that anybody feels responsible.",
)  # fmt: skip


def invent(random: Random) -> Draft:
    """A new framework: two to six levels, with or without codes, summaries and stock sentences."""
    service = random.choice(SERVICES)
    levels = [Text(name) for name in random.choice(SCALES)]
    things = list(service.things)
    random.shuffle(things)
    stock = random.choice(_LABELS) if random.random() < 0.5 and len(levels) > 2 else None
    chapters = []
    themes = random.sample(service.themes, random.randint(3, 6))
    lettered, summaries = random.random() < 0.3, random.random() < 0.5
    numbered = random.random() < 0.8
    for n, theme in enumerate(themes):
        code = "ABCDEFGH"[n] if lettered else str(n + 1)
        own = [things.pop() for _ in range(random.randint(3, 4))]
        criteria = [_criterion(random, service, thing, levels, stock) for thing in own[: len(own)]]
        outcome = [Text(_sentence(random, service, own[0], 3)) for _ in range(random.randint(0, 2))]
        summary = {i.id: [Text(_sentence(random, service, theme.lower(), n))]
                   for n, i in enumerate(levels)} if summaries else {}  # fmt: skip
        chapters.append(
            Chapter(code if numbered else None, Text(theme), outcome, summary, criteria)
        )
    draft = Draft(levels, chapters, numbered)
    draft.number()
    return draft


def invent_large(random: Random, domains: int) -> Draft:
    """A framework of ten characteristics a domain, five levels, two or three paragraphs a cell."""
    levels = [Text(name) for name in SCALES[3]]
    chapters = []
    for n in range(1, domains + 1):
        service = random.choice(SERVICES)
        things = [f"{random.choice(service.things)} of kind {n}.{m}" for m in range(1, 11)]
        criteria = [_criterion(random, service, thing, levels, None) for thing in things]
        for each, thing in zip(criteria, things, strict=True):
            for texts in each.cells.values():
                wanted = random.randint(2, 3)
                while len(texts) < wanted:
                    texts.append(Text(_sentence(random, service, thing, 2)))
        title = f"{random.choice(service.themes)}, part {n}"
        chapters.append(Chapter(str(n), Text(title), [], {}, criteria))
    draft = Draft(levels, chapters, numbered=True)
    draft.number()
    return draft


def criterion(random: Random, draft: Draft, said: str) -> Criterion:
    """A new characteristic, about something of which nothing was ``said`` before."""
    service = max(SERVICES, key=lambda s: sum(w in said for w in s.things))
    fresh = [thing for s in (service, *SERVICES) for thing in s.things if thing not in said]
    thing = fresh[0] if fresh else f"{random.choice(service.things)} of kind {len(said)}"
    return _criterion(random, service, thing, draft.levels, None)


def all_text(draft: Draft) -> str:
    """All statements of a draft."""
    return " ".join(c.statement.text.lower() for d in draft.chapters for c in d.criteria)


def _criterion(
    random: Random, service: Service, thing: str, levels: Sequence[Text], stock: str | None
) -> Criterion:
    state = random.choice(_STATES)[0]
    who = random.choice(service.people)
    statement = random.choice(
        (
            f"{thing.capitalize()} {state} with care.",
            f"{who.capitalize()} can rely on {thing}.",
            f"{thing.capitalize()} {state}, and {who} know how.",
            f"There are enough {thing} for {who}.",
        )
    )
    cells = {}
    step = _lower(_sentence(random, service, thing, 0))
    for rank, level in enumerate(levels):
        count = random.randint(1, 3)
        texts = [_sentence(random, service, thing, rank) for _ in range(count)]
        if random.random() < 0.4:  # a step of a ladder: the same sentence, a little more each time
            texts[0] = f"{_QUANTITIES[min(rank, 5)].capitalize()} of the time, {step}"
        cells[level.id] = [Text(t) for t in dict.fromkeys(texts)]
    if stock:
        cells[levels[0].id] = [Text(stock)]
    return Criterion(None, Text(statement), cells)


def _sentence(random: Random, service: Service, thing: str, rank: int) -> str:
    state, does = random.choice(_STATES)
    who, when = random.choice(service.people), random.choice(_TIMES)
    amount = _QUANTITIES[min(rank + random.randint(0, 1), 5)]
    tail = random.choice(_TAILS)
    frame = random.choice(
        (
            "{Amount} {thing} {state} {when}, {tail}.",
            "{When}, somebody {does}, {tail}.",
            "{Who} say that {amount} {thing} {state} {when}.",
            "{Amount} {thing} {state}. This happens {when}, {tail}.",
            "Where {who} are concerned, {amount} {thing} {state} {when}.",
        )
    )
    return frame.format(
        Amount=amount.capitalize(), amount=amount, thing=thing, state=state, when=when,
        When=when.capitalize(), does=does.format(thing), tail=tail, who=who, Who=who.capitalize(),
    )  # fmt: skip


def sentence(random: Random, said: str, about: str) -> str:
    """A new sentence on what a text is about, in a framework that speaks of what was ``said``."""
    service = max(SERVICES, key=lambda s: sum(w in said for w in s.things))
    known = [thing for thing in service.things if thing in about.lower()]
    return _sentence(random, service, random.choice(known or service.things), random.randint(0, 5))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# ---- saying it anew -----------------------------------------------------------------------------

_SYNONYMS = dict(
    pair.split("=")
    for pair in _words(
        """somebody=a person, nobody=no one, seldom=rarely, often=frequently,
        visitors=guests, people=residents, results=findings, rule=regulation,
        costs=expenses, savings=reserves, accidents=incidents, mistakes=errors,
        list=register, records=logs, checked=inspected, counted=tallied,
        replaced=renewed, explained=described, cleaned=washed, discussed=debated,
        tested=tried, planned=arranged, help=support, every=each, nearly all=almost all,
        many=several, known=familiar, kept=held, broken=damaged, staff=employees,
        help=assistance, begin=start, because=since, although=though, week=fortnight,
        month=quarter, year=term, day=shift, must=should, can=may, owners=keepers,
        repair=mending, trained=taught, written=recorded, two=three, meet=gather,
        few=hardly any, second=other, wait=queue, photograph=picture, asked=consulted,
        older=elderly, workshop=centre, before=prior to, first=initially, items=objects,
        volunteers=helpers"""
    )
)  # fmt: skip
_OPENINGS = (
    "It is evident that", "Inspectors find that", "In practice,", "As a rule,", "By now,",
    "There is proof that",
)  # fmt: skip


def reword_lightly(random: Random, text: str) -> str:
    """One small change of meaning: a word, a number, a *not*, an adverb."""
    ways = [_swap_word, _change_number, _put_in, _negate]
    random.shuffle(ways)
    for way in ways:
        changed = way(random, text)
        if changed != text:
            return changed
    return f"{text.rstrip('.')}, without exception."


def _swap_word(random: Random, text: str) -> str:
    known = [word for word in _SYNONYMS if re.search(rf"\b{word}\b", text)]
    if not known:
        return text
    word = random.choice(known)
    return re.sub(rf"\b{word}\b", _SYNONYMS[word], text, count=1)


def _change_number(random: Random, text: str) -> str:
    return re.sub(r"\b\d+\b", lambda m: str(int(m[0]) + random.randint(1, 9)), text, count=1)


def _put_in(random: Random, text: str) -> str:
    adverb = random.choice(("regularly", "always", "promptly", "jointly", "carefully"))
    return re.sub(r"\b(are|is|can|have|has)\b", rf"\1 {adverb}", text, count=1)


def _negate(random: Random, text: str) -> str:
    if re.search(r"\bnot ", text):
        return re.sub(r"\bnot ", "", text, count=1)
    return re.sub(r"\b(are|is|can|have|has)\b", r"\1 not", text, count=1)


def reword_heavily(random: Random, text: str) -> str:
    """The same matter in other words: turned round, several words changed, another ending."""
    for _ in range(random.randint(2, 4)):
        text = _swap_word(random, text)
    head, comma, tail = text.rstrip(". ").partition(", ")
    if comma and random.random() < 0.6:
        turned = f"{tail[0].upper()}{tail[1:]}: {_lower(head)}"
        other = random.choice([ending for ending in _TAILS if ending != tail])
        return f"{random.choice((turned, f'{head}, {other}' if tail in _TAILS else turned))}."
    return f"{random.choice(_OPENINGS)} {_lower(text)}"


# ---- what is no change --------------------------------------------------------------------------


def disturb(random: Random, text: str) -> str:
    """Other punctuation, quotes, dashes, spaces, hyphens, glyphs; the same words."""
    ways = list(_NOISE)
    random.shuffle(ways)
    for way in ways:
        changed = way(random, text)
        if changed != text:
            return changed
    return text


def _quotes(_: Random, text: str) -> str:
    return text.translate(str.maketrans("‘’“”'\"", "''\"\"’”"))


def _stop(_: Random, text: str) -> str:
    return text.rstrip(".") if text.endswith(".") else f"{text}."


def _commas(random: Random, text: str) -> str:
    return text.replace(", and", " and") if ", and" in text else text.replace(" and ", ", and ", 1)


def _dashes(_: Random, text: str) -> str:
    return text.replace(", ", " – ", 1) if ", " in text else text


def _hyphen(random: Random, text: str) -> str:
    if "-" in text:
        return text.replace("-", random.choice(("", "‑", "- ")), 1)
    return re.sub(r"\b(\w{4})(\w{4,})\b", r"\1-\2", text, count=1)


def _spaces(_: Random, text: str) -> str:
    return text.replace(" ", "\u00a0", 2).replace("  ", " ")


def _ligature(_: Random, text: str) -> str:
    return text.replace("fi", "ﬁ").replace("fl", "ﬂ")


def _bullet(random: Random, text: str) -> str:
    return random.choice(("• ", "– ", "(a) ", "1. ")) + text


def _mark(random: Random, text: str) -> str:
    return re.sub(r"(?<=[a-z]{4})(?=\.$)", random.choice("¹²³"), text)


def _glyph(random: Random, text: str) -> str:
    """One word read wrong, as a text recognition does."""
    wrong = random.choice((("o", "0"), ("l", "1"), ("rn", "m"), ("m", "rn")))
    words = [w for w in re.findall(r"\b[a-z]{7,}\b", text) if wrong[0] in w[1:]]
    if not words:
        return text
    word = random.choice(words)
    return re.sub(rf"\b{word}\b", word[0] + word[1:].replace(*wrong, 1), text, count=1)


_NOISE = (_quotes, _stop, _commas, _dashes, _hyphen, _spaces, _ligature, _bullet, _mark, _glyph)
