"""Loads MovieLens 1M into SQLite, builds the indexes and trains the NCF; prints timings as JSON."""
import json
import os
import random
import sys
import uuid
from datetime import datetime
from pathlib import Path
from time import perf_counter

import bcrypt
import hnswlib
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from db import DATA, Base, Movie, Rating, User, engine
from ncf import LIKED, MOVIE_DIM, NCF, USER_DIM, movie_features, user_features

ML = Path(os.environ["ML_1M"])
SAMPLE, NEGATIVES, BATCH = 0.1, 4, 1024


def read(name):
    with open(ML / name, encoding="latin-1") as f:
        return [line.rstrip("\n").split("::") for line in f]


def load_database(users, movies, ratings):
    for old in DATA.glob("peer.db*"):  # the database and its write-ahead log
        old.unlink()
    Base.metadata.create_all(engine)
    nobody = bcrypt.hashpw(os.urandom(16), bcrypt.gensalt()).decode()  # imported users cannot log in
    with engine.begin() as db:
        db.execute(User.__table__.insert(), [
            dict(id=int(u), username=f"user{u}", email=f"user{u}@movielens.invalid", password=nobody,
                 gender=g, age=int(a), occupation=int(o)) for u, g, a, o, _zip in users])
        db.execute(Movie.__table__.insert(), [dict(id=int(m), title=t, genres=g) for m, t, g in movies])
        db.execute(Rating.__table__.insert(), [
            dict(id=str(uuid.uuid4()), user_id=int(u), movie_id=int(m), rating=float(r),
                 timestamp=datetime.utcfromtimestamp(int(t))) for u, m, r, t in ratings])
    with engine.connect() as db:
        db.exec_driver_sql("ANALYZE")


def build_index(path, space, vectors, labels):
    index = hnswlib.Index(space, vectors.shape[1])
    index.init_index(len(vectors), ef_construction=200, M=16)
    index.add_items(vectors, labels, num_threads=1)
    index.save_index(str(path))


class Interactions(Dataset):
    """One sample an item: the user's features, the movie's features, liked or not."""

    def __init__(self, samples, users, movies):
        self.samples, self.users, self.movies = samples, users, movies

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, i):
        user, movie, label = self.samples[i]
        return self.users[user], self.movies[movie], label


def sample_interactions(positives, movie_count):
    liked = {}
    for user, movie in positives:
        liked.setdefault(user, set()).add(movie)
    samples = []
    for user, movie in random.sample(positives, int(SAMPLE * len(positives))):
        samples.append((user, movie, 1.0))
        for _ in range(NEGATIVES):
            while (other := random.randrange(movie_count)) in liked[user]:
                pass
            samples.append((user, other, 0.0))
    return samples


def train_epoch(model, batches):
    """Returns samples seen, mean loss and seconds, with the making of the batches included."""
    model.train()
    optimizer, criterion = torch.optim.Adam(model.parameters(), lr=1e-3), torch.nn.BCELoss()
    seen, total, start = 0, 0.0, perf_counter()
    for users, movies, labels in batches:
        loss = criterion(model(users, movies), labels.float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen += len(labels)
        total += loss.item() * len(labels)
    return seen, total / seen, perf_counter() - start


def gathered_batches(samples, users, movies):
    """The faster form of the same epoch: features gathered a batch at a time."""
    u, m, y = (torch.tensor(column) for column in zip(*samples))
    for batch in torch.randperm(len(samples)).split(BATCH):
        yield users[u[batch]], movies[m[batch]], y[batch]


def train(positives, movie_count, features, report):
    start = perf_counter()
    samples = sample_interactions(positives, movie_count)
    report["samples"], report["negative_sampling_s"] = len(samples), perf_counter() - start
    model = NCF()
    loader = DataLoader(Interactions(samples, *features), BATCH, shuffle=True, drop_last=True)
    seen, report["loss"], seconds = train_epoch(model, loader)
    report["train_s"], report["train_samples_per_s"] = seconds, seen / seconds
    report["train_samples_per_s_with_negative_sampling"] = seen / (seconds + report["negative_sampling_s"])
    seen, _, seconds = train_epoch(NCF(), gathered_batches(samples, *features))
    report["train_samples_per_s_batched_gather"] = seen / seconds
    return model


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    DATA.mkdir(parents=True, exist_ok=True)
    training_alone = "--training-alone" in sys.argv
    report = {}

    start = perf_counter()
    users, movies, ratings = read("users.dat"), read("movies.dat"), read("ratings.dat")
    if not training_alone:
        load_database(users, movies, ratings)
        report["import_s"] = perf_counter() - start

    user_ids, movie_ids = ([int(row[0]) for row in rows] for rows in (users, movies))
    user_x = np.stack([user_features(g, int(a), int(o)) for _, g, a, o, _zip in users])
    movie_x = np.stack([movie_features(t, g) for _, t, g in movies])
    assert user_x.shape[1] == USER_DIM and movie_x.shape[1] == MOVIE_DIM
    if not training_alone:
        np.save(DATA / "movie_ids.npy", movie_ids)
        np.save(DATA / "movie_features.npy", movie_x)
        build_index(DATA / "users.hnsw", "l2", user_x, user_ids)
        build_index(DATA / "movies.hnsw", "cosine", movie_x, movie_ids)

    user_row, movie_row = ({id_: row for row, id_ in enumerate(ids)} for ids in (user_ids, movie_ids))
    positives = [(user_row[int(u)], movie_row[int(m)]) for u, m, r, _ in ratings if int(r) >= LIKED]
    model = train(positives, len(movies), (torch.from_numpy(user_x), torch.from_numpy(movie_x)), report)

    text = json.dumps({k: round(v, 3) for k, v in report.items()}, indent=2)
    if not training_alone:
        torch.save(model.state_dict(), DATA / "ncf.pt")
        (DATA / "prepare.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
