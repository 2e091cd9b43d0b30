"""One SQLite file, which datasette, Django and FastAPI serve."""

import sqlite3

from .records import records

SCHEMA = """
create table items (id integer primary key, name text not null, team integer not null, score integer, slug text not null);
create table slugs (slug text primary key, id integer not null) without rowid;
create table members (team integer not null, slug text not null, id integer not null, primary key (team, slug)) without rowid;
create table plain (id integer not null);
create view listed as select id, name from items order by id;
"""


def fill(path):
    with sqlite3.connect(path) as database:
        database.executescript(SCHEMA)
        rows = list(records())
        database.executemany("insert into items values (:id, :name, :team, :score, :slug)", rows)
        database.executemany("insert into slugs values (:slug, :id)", rows)
        database.executemany("insert into members values (:team, :slug, :id)", rows)
        database.executemany("insert into plain values (:id)", rows)
    database.close()
    return path
