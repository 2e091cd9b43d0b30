"""fastapi-pagination over the items: its three kinds of page, with their names as they come."""

import sys

import uvicorn
from fastapi import FastAPI
from fastapi_pagination import LimitOffsetPage, Page, add_pagination
from fastapi_pagination.cursor import CursorPage
from fastapi_pagination.ext.sqlalchemy import paginate
from pydantic import BaseModel, ConfigDict
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

DATABASE, PORT = sys.argv[1:]

engine = create_engine(f"sqlite:///{DATABASE}")
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    team: Mapped[int]


class ItemOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    team: int


@app.get("/pages")
def pages() -> Page[ItemOut]:
    with Session(engine) as session:
        return paginate(session, select(Item).order_by(Item.id))


@app.get("/offset")
def offset() -> LimitOffsetPage[ItemOut]:
    with Session(engine) as session:
        return paginate(session, select(Item).order_by(Item.id))


@app.get("/cursor")
def cursor() -> CursorPage[ItemOut]:
    with Session(engine) as session:
        return paginate(session, select(Item).order_by(Item.team, Item.id))


add_pagination(app)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(PORT), log_level="warning")
