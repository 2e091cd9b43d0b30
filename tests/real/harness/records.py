"""The records that every server is filled with; `src/records.rs` says the same in Rust."""

# Prime: a multiple of no page size.
COUNT = 1237
TEAMS = 7


def records():
    """id, name, team (ties), score (ties, and nulls), and a slug with all that has to be encoded somewhere."""
    for number in range(1, COUNT + 1):
        yield {
            "id": number,
            "name": f"item {number:04}",
            "team": number % TEAMS,
            "score": None if number % 5 == 0 else number % 11,
            "slug": slug(number),
        }


def slug(number):
    return f"{number % 10}/ä b,c~%+&=?#.\"'{number:04}"
