"""Train the reader that detente ships: fit on licensed data, export, calibrate on held-out documents.

    make -C training reader

Runs on two CPU cores. The data and their licences are named in the manifest that it writes.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import torch
from markup import MarkedDocument, read_folder
from reader.calibrate import calibrated
from reader.examples import (
    PAIR_SIZES,
    PIECE_SIZES,
    SPAN_SIZES,
    Example,
    corpus_examples,
    factuality_examples,
    in_worlds,
    judged_anew,
    rows_of,
)
from reader.export import export, write_manifest
from reader.filled import names_in
from reader.fit import Settings, fit
from reader.model import Network
from reader.parts import parts, plain
from reader.phrases import phrase_documents, phrases_in
from reader.resume import resume

from detente.base.weights import MANIFEST, digest_of
from detente.extract.windows import load_tokenizer

NAME = "neural-en/1"
CORPUS = HERE / "corpus"
SHARED = HERE.parent.parent / "shared" / "data" / "factuality"
WEIGHTS = HERE.parent / "src" / "detente" / "extract" / "weights"
UNCALIBRATED = {"threshold": 0.0, "calibration": [[0.0, 0.0], [1.0, 1.0]]}
# Sentences of UDS-IH2 in one epoch: each is seen twice or three times in all. Seen oftener, they are known by
# heart and new ones judged worse.
JUDGED_AT_ONCE = 2500
PHRASES_TIMES = 1  # so often is each phrase filled in one epoch


def main() -> None:
    options = _options()
    train, held = parts(read_folder(options.corpus))
    if not options.calibrate:
        told = manifest(train, held, options)
        began = time.time()
        network = averaged(list(networks(options)))
        told["minutes"] = round((time.time() - began) / 60)
        export(network, options.base / "tokenizer.json", options.out, told)
        if options.checkpoint:
            torch.save(network.state_dict(), options.checkpoint)
    calibrate(options.out, held)


def networks(options: argparse.Namespace) -> Iterator[Network]:
    """The networks to average: read from checkpoints, or fitted one after the other."""
    for path in options.average or ():
        network = Network(PIECE_SIZES, SPAN_SIZES, PAIR_SIZES)
        network.load_state_dict(torch.load(path, weights_only=True))
        yield network
    for seed in range(0 if options.average else options.fits):
        yield fitted(options, options.seed + seed)


def averaged(networks: list[Network]) -> Network:
    """One network whose weights are the mean of those of `networks`, fitted from one start in other orders.

    A model soup (Wortsman et al. 2022, arXiv:2203.05482): better than any of them, and as fast as one.
    """
    states = [network.state_dict() for network in networks]
    networks[0].load_state_dict({name: sum(s[name] for s in states) / len(states) for name in states[0]})
    return networks[0]


def fitted(options: argparse.Namespace, seed: int) -> Network:
    """A network fitted to everything that the shipped weights may learn from; `seed` orders the examples.

    The corpus is read anew for each epoch: what is written meanwhile is learned too.
    """
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)  # all fits start from the same heads, or their mean means nothing
    tokenizer = load_tokenizer(options.base / "tokenizer.json")
    uds, meantime = (factuality(tokenizer, options.data, name) for name in ("uds_ih2", "meantime"))
    unseen = json.loads(options.judged.read_text(encoding="utf-8")) if options.judged else None
    network = Network(PIECE_SIZES, SPAN_SIZES, PAIR_SIZES)
    network.encoder.load(options.base / "model.safetensors")
    if options.start:
        resume(network, options.start)

    def fresh(chance: random.Random) -> list[Example]:
        def some(of: list[Any]) -> list[Any]:
            return chance.sample(of, round(options.share * len(of)))

        train, _ = parts(read_folder(options.corpus))
        few = min(JUDGED_AT_ONCE, len(uds))
        judged = some(judged_anew(uds, unseen, chance)) if unseen else chance.sample(uds, few)
        phrases = phrases_in(options.corpus / "phrases.lst") * PHRASES_TIMES
        spoken = phrase_documents(phrases, names_in(options.corpus / "names.toml"), chance)
        marked = corpus_examples(tokenizer, some(train) + spoken, chance, options.hidden)
        return marked + judged + in_worlds(meantime)

    def save() -> None:
        if options.checkpoint:
            torch.save(network.state_dict(), options.checkpoint)

    fit(
        network,
        fresh,
        Settings(epochs=options.epochs, rate=options.rate, head_rate=3 * options.rate, seed=seed),
        save,
    )
    return network


def calibrate(folder: Path, held: list[MarkedDocument]) -> None:
    """Measure the weights in `folder` on held-out plain prose; their manifest tells how sure they are."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | UNCALIBRATED
    write_manifest(folder, told)
    write_manifest(folder, told | calibrated(folder, plain(held)))


def factuality(tokenizer: Any, data: Path, name: str) -> list[Example]:
    """The judged sentences of a set (its train split), if the data are there."""
    path = data / name / "train.jsonl.gz"
    if not path.is_file():
        print(f"no {name} in {data}: the polarity head learns nothing from it", flush=True)
        return []
    return factuality_examples(tokenizer, rows_of(path))


def manifest(
    train: list[MarkedDocument], held: list[MarkedDocument], options: argparse.Namespace
) -> dict[str, Any]:
    """What the manifest tells of data, base model and settings."""
    git = ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip()
    data = [
        {
            "name": "detente corpus",
            "licence": "CC-BY-4.0",
            "documents": len(train),
            "sentences": sum(len(one.sentences) for one in train),
            "held_out_documents": len(held),
            "sha256": {path.name: digest_of(path) for path in sorted(options.corpus.glob("*.txt"))},
        }
    ]
    for name, licence in (("uds_ih2", "CC-BY-SA-4.0"), ("meantime", "CC-BY-4.0")):
        path = options.data / name / "train.jsonl.gz"
        if path.is_file():
            data.append({"name": name, "licence": licence, "sha256": digest_of(path)})
    base = {"name": "all-MiniLM-L6-v2", "licence": "Apache-2.0"}
    base["sha256"] = digest_of(options.base / "model.safetensors")
    return {
        "name": NAME,
        "languages": ["en"],
        "licence": "Apache-2.0",
        "base": base,
        "data": data,
        "commit": commit,
        # A mean of checkpoints does not know how they were fitted: the model card tells.
        **({} if options.average else {"epochs": options.epochs, "seed": options.seed}),
        "fits": len(options.average or ()) or options.fits,
        **({"start": digest_of(options.start / "reader.onnx")} if options.start else {}),
        **UNCALIBRATED,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--base",
        type=Path,
        default=HERE / ".build" / "base",
        help="folder with MiniLM's safetensors and tokenizer",
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of UDS-IH2 and MEANTIME")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--start", type=Path, help="go on from the weights in this folder")
    parser.add_argument("--judged", type=Path, help="labels of UDS-IH2 by `judge_unseen.py`, for --start")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument(
        "--rate", type=float, default=3e-4, help="of the encoder's top layer; heads three times it"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="of documents and judged sentences in one epoch"
    )
    parser.add_argument("--hidden", type=float, default=0.0, help="share of the triggers that are masked")
    parser.add_argument("--fits", type=int, default=3, help="so many fits, whose weights are averaged")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--average", type=Path, nargs="+", help="no fit: the mean of these checkpoints")
    parser.add_argument("--calibrate", action="store_true", help="measure the weights in --out again")
    parser.add_argument(
        "--checkpoint", type=Path, help="also write the weights as torch keeps them, after each epoch"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
