"""Write synthetic articles of about 2 KB in the genre, the same for the same numbers: COUNT FOLDER.

    generate_articles.py 100000 FOLDER

Each has a headline, a lead with one agreement, a second paragraph that tells of an older one, quotes, a list of
topics, a menu and an author's line; some tell of none. A thousand files a folder.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

AGENCIES = (
    "NASA", "the European Space Agency", "the Luxembourg Space Agency", "ISRO", "the UK Space Agency",
    "the Japan Aerospace Exploration Agency", "the Canadian Space Agency", "the Korea AeroSpace Administration",
    "the Australian Space Agency", "the Brazilian Space Agency", "the Italian Space Agency", "CNES",
    "the German Aerospace Center", "the Polish Space Agency", "the Norwegian Space Agency",
    "the Israel Space Agency", "the Philippine Space Agency", "the UAE Space Agency",
)  # fmt: skip
STATES = (
    "Luxembourg", "Japan", "India", "Brazil", "Norway", "Poland", "Rwanda", "Chile", "Finland", "Thailand", "Portugal",
    "Kenya", "Mexico", "Estonia", "New Zealand", "Saudi Arabia", "Singapore", "South Africa", "Peru", "Greece",
)  # fmt: skip
INSTRUMENTS = (
    "memorandum of understanding", "letter of intent", "joint statement of intent", "framework agreement",
    "implementing arrangement", "cooperation agreement", "memorandum of cooperation", "joint declaration",
)  # fmt: skip
TOPICS = (
    "Earth observation", "space exploration", "satellite navigation", "space situational awareness", "lunar rovers",
    "space law", "the training of astronauts", "space resources", "launch services", "planetary defence",
    "satellite communications", "the exchange of data", "space science", "education and outreach", "in-orbit servicing",
)  # fmt: skip
PLACES = ("Paris", "Washington DC", "Tokyo", "Bremen", "Abu Dhabi", "Milan", "Sydney", "Bengaluru", "Brasília", "Oslo")
GIVEN = ("Anna", "Marco", "Priya", "Kenji", "Lucía", "Tomasz", "Aisha", "Erik", "Zanele", "Hana", "Pavel", "Inês")
FAMILY = ("Berger", "Rossi", "Nair", "Sato", "Vega", "Nowak", "Haddad", "Lund", "Dube", "Kim", "Novák", "Costa")
MONTHS = ("January", "February", "March", "April", "May", "June", "September", "October", "November")
ROLES = ("Director General", "President", "Administrator", "Head of International Relations", "Minister for Science")
MENU = "Home | News | Missions | About us\nShare this article\nSubscribe to our newsletter\n"


def describe_article(number: int) -> str:
    """Return the text of article `number`."""
    chance = random.Random(number)
    return MENU + "\n\n".join(_paragraphs(chance, number)) + "\n\nRead more: Ten missions to watch this year\n"


def _paragraphs(chance: random.Random, number: int) -> list[str]:
    first, second = chance.sample(AGENCIES if number % 3 else STATES, 2)
    instrument, older = chance.sample(INSTRUMENTS, 2)
    topics = chance.sample(TOPICS, 5)
    place = chance.choice(PLACES)
    year = chance.randint(1998, 2025)
    day = f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {year}"
    signers = [f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for _ in range(2)]
    roles = chance.sample(ROLES, 2)
    upper = first[0].upper() + first[1:]
    if number % 7 == 0:
        lead = f"{upper} and {second} discussed closer work in space in {place} on {day}. No document was signed."
    else:
        lead = (
            f"On {day}, {first} and {second} signed a {instrument} on {topics[0]} in {place}. It was signed by "
            f"{roles[0]} {signers[0]} for {first} and by {roles[1]} {signers[1]} for {second}."
        )
    cooperation = (
        f"The two sides will work together in areas such as {topics[1]}, {topics[2]}, {topics[3]} and {topics[4]}. "
        "Groups of experts are to meet twice a year, in turn on each side, and to report before each summer."
    )
    voices = (
        f"“We have known each other for a long time, and this gives our teams a common plan,” said {signers[0]}. "
        f"“Young engineers on both sides are the first who will feel it,” {signers[1]} added after the ceremony."
    )
    past = (
        f"The new document builds on a {older} that {first} and {second} had concluded in "
        f"{year - chance.randint(2, 9)}. Since then, three small satellites have been flown and forty students sent."
    )
    outlook = (
        "Observers expect that money will follow with the next budget. The text itself names no sum, and neither side "
        "wished to give one. A road map is to be drawn up within a year by a joint committee, which will also look at "
        "rules for data and at the use of ground stations. Companies of both sides were present and showed sensors, "
        "antennas and a model of a small lander; a school choir sang, and the guests were shown a clean room."
    )
    author = f"The author, {chance.choice(GIVEN)} {chance.choice(FAMILY)}, writes on technology and lives in {place}."
    headline = f"{upper} and {second} look to {topics[0]} (report {number})"
    return [headline, lead, cooperation, voices, past, outlook, f"{author} {_filler(chance)}"]


def _filler(chance: random.Random) -> str:
    sentences = (
        "Ground stations in three valleys will be modernised.",
        "The committee meets behind closed doors.",
        "A second instrument is in the test chamber.",
        "The budget year ends in autumn.",
        "Visitors may see the hall on two days a week.",
        "An older antenna will be taken down.",
        "The call for proposals closes in winter.",
        "Two universities have named professors for the course.",
    )
    return " ".join(chance.sample(sentences, 6))


def main() -> int:
    """Write the files."""
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    for number in range(count):
        part = folder / f"{number // 1000:04d}"
        if number % 1000 == 0:
            part.mkdir(parents=True, exist_ok=True)
        (part / f"article-{number:06d}.txt").write_text(describe_article(number), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
