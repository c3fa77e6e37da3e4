"""The HTTP API of the original, in FastAPI."""
import os
from datetime import datetime, timedelta
from typing import Dict, List, Optional

import bcrypt
import jwt
from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError

from db import Movie, Rating, Session, User
from recommender import Recommender, UnknownUser

SECRET = os.environ["PEER_SECRET"]
app = FastAPI(title="Neural Recommendation, the Python peer")
bearer = OAuth2PasswordBearer(tokenUrl="/auth/token")
with Session() as _session:
    recommender = Recommender(_session)


class UserPublic(BaseModel):
    id: int
    username: str
    email: str
    age: Optional[int]
    gender: Optional[str]
    occupation: Optional[int]

    class Config:
        orm_mode = True


class UserSchema(BaseModel):
    username: str
    email: str
    password: str
    age: Optional[int] = Field(None, ge=0, le=150)
    gender: Optional[str] = Field(None, regex="^[MF]$")
    occupation: Optional[int] = Field(None, ge=0, le=20)


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class MoviePublic(BaseModel):
    id: int
    title: str
    genres: List[str]


class MovieList(BaseModel):
    movies: List[MoviePublic]
    total: int
    page: int
    size: int
    pages: int


class RatingSchema(BaseModel):
    user_id: int
    movie_id: int
    rating: float = Field(..., ge=0.5, le=5)
    timestamp: datetime = Field(default_factory=datetime.utcnow)


class RatingPublic(RatingSchema):
    id: str

    class Config:
        orm_mode = True


class MovieCard(BaseModel):
    movie_id: int
    title: str
    genres: List[str]


class Recommendation(MovieCard):
    similarity_score: float


class ColdStartRequest(BaseModel):
    user_id: int
    num_recommendations: int = Field(10, ge=1, le=100)


class ColdStartResponse(BaseModel):
    user_id: str
    recommendations: List[Recommendation]


class OnboardingResponse(BaseModel):
    recommendations: Dict[str, List[MovieCard]]


def movie_public(movie):
    return dict(id=movie.id, title=movie.title, genres=movie.genres.split("|"))


MOVIE = select(Movie.id, Movie.title, Movie.genres)
ONE_MOVIE = MOVIE.where(Movie.id == bindparam("id"))


def current_user(token: str = Depends(bearer)):
    unauthorized = HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": "Bearer"})
    try:
        id_ = int(jwt.decode(token, SECRET, algorithms=["HS256"])["sub"])
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise unauthorized
    with Session() as session:
        user = session.get(User, id_)
    if user is None:
        raise unauthorized
    return user


@app.post("/auth/token", response_model=Token)
def log_in(form: OAuth2PasswordRequestForm = Depends()):
    with Session() as session:
        user = session.execute(select(User).where(User.email == form.username)).scalar()
    if user is None or not bcrypt.checkpw(form.password.encode(), user.password.encode()):
        raise HTTPException(401, "Incorrect email or password", {"WWW-Authenticate": "Bearer"})
    claims = {"sub": str(user.id), "exp": datetime.utcnow() + timedelta(minutes=30)}
    return Token(access_token=jwt.encode(claims, SECRET, algorithm="HS256"))


@app.post("/users/", status_code=201, response_model=UserPublic)
def create_user(body: UserSchema):
    password = bcrypt.hashpw(body.password.encode(), bcrypt.gensalt()).decode()
    user = User(**body.dict(exclude={"password"}), password=password)
    with Session() as session:
        if session.execute(select(User.id).where(
                or_(User.email == body.email, User.username == body.username))).first():
            raise HTTPException(409, "Username or email already exists")
        session.add(user)
        session.commit()
    return user


@app.get("/users/me", response_model=UserPublic)
def me(user: User = Depends(current_user)):
    return user


@app.get("/movies/", response_model=MovieList)
def list_movies(page: int = Query(1, ge=1), size: int = Query(50, ge=1, le=1000)):
    with Session() as session:
        total = session.execute(select(func.count(Movie.id))).scalar()
        rows = session.execute(MOVIE.order_by(Movie.id).offset((page - 1) * size).limit(size)).all()
    return dict(movies=[movie_public(row) for row in rows], total=total, page=page, size=size,
                pages=-(-total // size))


# The routes under load answer with a JSONResponse (response_model then documents, and costs nothing) and run on
# the event loop: their local SQLite reads are short, and on one core FastAPI's thread pool only adds switches.
@app.get("/movies/{movie_id}", response_model=MoviePublic)
async def get_movie(movie_id: int):
    with Session() as session:
        movie = session.execute(ONE_MOVIE, {"id": movie_id}).first()
    if movie is None:
        raise HTTPException(404, "Movie not found")
    return JSONResponse(movie_public(movie))


@app.post("/ratings/", status_code=201, response_model=List[RatingPublic])
def create_ratings(body: List[RatingSchema]):
    upsert = insert(Rating)
    upsert = upsert.on_conflict_do_update(
        ["user_id", "movie_id"], set_={k: upsert.excluded[k] for k in ("rating", "timestamp")})
    if not body:
        return []
    rows = [rating.dict() for rating in body]
    pairs = {(row["user_id"], row["movie_id"]) for row in rows}
    with Session() as session:
        try:
            session.execute(upsert, rows)
            session.commit()
        except IntegrityError:
            raise HTTPException(404, "User or movie not found")
        stored = session.execute(select(Rating).where(
            Rating.user_id.in_({u for u, _ in pairs}), Rating.movie_id.in_({m for _, m in pairs}))).scalars()
        return [RatingPublic.from_orm(r) for r in stored if (r.user_id, r.movie_id) in pairs]


@app.post("/recommendations/cold-start", response_model=ColdStartResponse)
async def cold_start(body: ColdStartRequest):
    with Session() as session:
        try:
            found = recommender.recommend(session, body.user_id, body.num_recommendations)
        except UnknownUser:
            raise HTTPException(404, "User not found")
    return JSONResponse({"user_id": str(body.user_id), "recommendations": found})


@app.get("/recommendations/onboarding-movies", response_model=OnboardingResponse)
def onboarding_movies(num_movies: int = Query(10, ge=1, le=100)):
    return JSONResponse({"recommendations": recommender.onboarding(num_movies)})


@app.get("/recommendations/health")
async def health():
    return JSONResponse({"status": "healthy", "service": "recommendation-engine",
                         "message": "Recommendation engine is running"})
