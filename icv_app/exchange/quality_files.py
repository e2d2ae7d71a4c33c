"""Framework files: read strictly, used whole or not at all, and written so that they read back the same."""

from __future__ import annotations

from pathlib import Path

import yaml

from icv_app.domain.quality import (
    Area,
    Bound,
    Criterion,
    EvidenceKind,
    Framework,
    Level,
    Target,
)
from icv_app.errors import BadInput
from icv_app.exchange.attached_files import read_at_most
from icv_app.exchange.fields import Fields, listed
from icv_app.exchange.whole_files import write_whole
from icv_app.exchange.yaml_tree import Faults, Node, read_tree
from icv_app.figures.quality import FIGURES
from icv_app.words import _, plural

FAULTS_SHOWN = 20
LARGEST_FILE_BYTES = 1_000_000
"""Far above any framework; a wrong file is refused before it is read."""
MOST_CRITERIA = 1000
_LONGEST_WORDS = 2000
_BIGGEST_TARGET = 100_000


def load_framework(file: Path) -> Framework:
    """Return the framework in one file.

    Raises:
        BadInput: The file cannot be read or breaks the format; `user_text` names the file and up to
            `FAULTS_SHOWN` lines with what is wrong and what to do.
    """
    data = read_at_most(file, LARGEST_FILE_BYTES)
    if data is None:
        raise _unusable(file.name, [(1, _("the file is far too large for a framework; choose another"))])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unusable(file.name, [(line, _("the text is not UTF-8; save the file as UTF-8"))]) from None
    return read_framework(text, name=file.name)


def read_framework(text: str, *, name: str) -> Framework:
    """Return the framework that `text` holds; `name` is what to call it in an error.

    Raises:
        BadInput: See `load_framework`.
    """
    faults = Faults()
    root = read_tree(text, faults)
    framework = _framework(root, faults) if root is not None else None
    if framework is None or faults.found:
        raise _unusable(name, faults.found)
    return framework


def save_framework(framework: Framework, file: Path) -> None:
    """Write a framework to a file that `load_framework` reads back.

    Raises:
        StoreError: The file could not be written.
    """
    write_whole(file, written(framework).encode("utf-8"))


def written(framework: Framework) -> str:
    """Return a framework as the text of its file."""
    tree = {
        "framework": framework.framework_id,
        "version": framework.version,
        "title": framework.title,
        "areas": [{"id": one.area_id, "title": one.title} for one in framework.areas],
        "criteria": [_tree_of(one) for one in framework.criteria],
    }
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=100)


def _framework(root: Node, faults: Faults) -> Framework:
    top = Fields(root, ("framework", "version", "title", "areas", "criteria"), faults)
    framework_id, version = top.slug("framework"), top.whole_number("version", 1, 9999)
    title = _short(top, "title")
    areas: dict[str, Area] = {}
    for node in top.items("areas"):
        fields = Fields(node, ("id", "title"), faults)
        area = Area(fields.slug("id"), _short(fields, "title"))
        _new(fields, area.area_id, areas)
        areas[area.area_id] = area
    criteria: dict[str, Criterion] = {}
    nodes = top.items("criteria")
    if len(nodes) > MOST_CRITERIA:
        top.fault("criteria", _("there are more than {n} criteria; leave some out").format(n=MOST_CRITERIA))
    for node in nodes[:MOST_CRITERIA]:
        fields = Fields(node, ("id", "area", "level", "words", "figures", "evidence"), faults)
        criterion = _criterion(fields, areas, faults)
        _new(fields, criterion.criterion_id, criteria)
        criteria[criterion.criterion_id] = criterion
    return Framework(
        framework_id=framework_id,
        version=version,
        title=title,
        areas=tuple(areas.values()),
        criteria=tuple(criteria.values()),
    )


def _criterion(fields: Fields, areas: dict[str, Area], faults: Faults) -> Criterion:
    criterion = Criterion(
        criterion_id=fields.slug("id"),
        area=fields.one_of("area", areas.keys()),
        level=Level(fields.one_of("level", list(Level)) or Level.CODE_COMPLIANT),
        words=_short(fields, "words"),
        targets=tuple(_target(node, faults) for node in fields.items("figures", needed=False)),
        evidence=_evidence(fields),
    )
    if not fields.has("figures") and not fields.has("evidence"):
        fields.fault("id", _("this criterion asks for nothing; write “figures” or “evidence” below it"))
    return criterion


def _evidence(fields: Fields) -> tuple[EvidenceKind, ...]:
    if not fields.has("evidence"):
        return ()
    words = fields.texts("evidence")
    if not set(words) <= set(EvidenceKind):
        sentence = _("“evidence” may hold {words}; correct it")
        fields.fault("evidence", sentence.format(words=listed(list(EvidenceKind))))
        return ()
    return tuple(kind for kind in EvidenceKind if kind in words)


def _target(node: Node, faults: Faults) -> Target:
    fields = Fields(node, ("name", *Bound), faults)
    name = fields.one_of("name", FIGURES.keys())
    bounds = [bound for bound in Bound if fields.has(bound)]
    if len(bounds) > 1:
        fields.fault(bounds[1], _("“at_least” and “at_most” do not go together; keep one"))
    if not bounds:
        return Target(figure=name)
    return Target(figure=name, bound=bounds[0], value=fields.whole_number(bounds[0], 0, _BIGGEST_TARGET))


def _short(fields: Fields, key: str) -> str:
    words = fields.text(key)
    if len(words) > _LONGEST_WORDS:
        fields.fault(
            key, _("“{key}” is longer than {n} characters; shorten it").format(key=key, n=_LONGEST_WORDS)
        )
    return words


def _new(fields: Fields, name: str, known: dict[str, Area] | dict[str, Criterion]) -> None:
    if name in known:
        fields.fault("id", _("the id “{id}” is there twice; give one of them another").format(id=name))


def _tree_of(criterion: Criterion) -> dict[str, object]:
    tree: dict[str, object] = {
        "id": criterion.criterion_id,
        "area": criterion.area,
        "level": criterion.level.value,
        "words": criterion.words,
    }
    if criterion.targets:
        tree["figures"] = [
            {"name": one.figure} | ({one.bound.value: one.value} if one.bound is not None else {})
            for one in criterion.targets
        ]
    if criterion.evidence:
        tree["evidence"] = [kind.value for kind in criterion.evidence]
    return tree


def _unusable(name: str, found: list[tuple[int, str]]) -> BadInput:
    ordered = sorted(set(found))
    heading = _("The framework {file} cannot be used; correct these lines and try again.").format(file=name)
    lines = [
        _("Line {line}: {sentence}.").format(line=line, sentence=sentence)
        for line, sentence in ordered[:FAULTS_SHOWN]
    ]
    if len(ordered) > FAULTS_SHOWN:
        lines.append(plural("And {n} more.", "And {n} more.", len(ordered) - FAULTS_SHOWN))
    return BadInput(f"framework {name}: {len(ordered)} faults", user_text="\n".join([heading, *lines]))
