"""Tables and engine. PEER_DATA names the folder that holds peer.db and the model's files."""
import os
import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import (Column, DateTime, Float, ForeignKey, Index, Integer, String,
                        UniqueConstraint, create_engine, event)
from sqlalchemy.orm import declarative_base, sessionmaker
from sqlalchemy.pool import QueuePool

DATA = Path(os.environ["PEER_DATA"])

# SQLAlchemy 1.4 opens a new connection per checkout for SQLite files unless told to pool.
engine = create_engine(f"sqlite:///{DATA / 'peer.db'}", poolclass=QueuePool, pool_size=40,
                       connect_args={"check_same_thread": False})
Session = sessionmaker(engine, expire_on_commit=False)
Base = declarative_base()


@event.listens_for(engine, "connect")
def _pragmas(connection, _record):
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON",
                   "busy_timeout=5000", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    username = Column(String, unique=True, nullable=False)
    email = Column(String, unique=True, nullable=False)
    password = Column(String, nullable=False)
    gender = Column(String(1))
    age = Column(Integer)
    occupation = Column(Integer)


class Movie(Base):
    __tablename__ = "movies"
    id = Column(Integer, primary_key=True)
    title = Column(String, nullable=False)
    genres = Column(String, nullable=False)  # "Action|Drama"


class Rating(Base):
    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("user_id", "movie_id"),
        # Covers both hot queries: a user's history, best and latest first, and the neighbours' likes.
        Index("ix_ratings_history", "user_id", "rating", "timestamp", "movie_id"),
    )
    id = Column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))
    user_id = Column(ForeignKey("users.id"), nullable=False)
    movie_id = Column(ForeignKey("movies.id"), nullable=False)
    rating = Column(Float, nullable=False)
    timestamp = Column(DateTime, nullable=False, default=datetime.utcnow)
