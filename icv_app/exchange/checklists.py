"""Checklist files: read, checked strictly, and handed out by id and version.

The format is documented in docs/adr/0003-checklist-as-yaml.md. A file is used whole or not at all.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import MappingProxyType

from cryptography.hazmat.primitives import hashes

from icv_app.domain.checklist import (
    LISTS_TIED_TO_FACTS,
    REQUIRED_LISTS,
    REQUIRED_SCRIPTS,
    REQUIREMENTS,
    SEVERITIES,
    Category,
    Check,
    Checklist,
    Choice,
    Script,
    Section,
    SuiteItem,
)
from icv_app.domain.conditions import FACTS
from icv_app.errors import BadInput, NotFound
from icv_app.exchange.checklist_checks import CheckReader
from icv_app.exchange.fields import SLUG, Fields, listed
from icv_app.exchange.yaml_tree import Faults, Node, read_tree
from icv_app.words import _, plural

FAULTS_SHOWN = 20
LARGEST_FILE_BYTES = 1_000_000
"""Far above any checklist (the shipped one is near 60 kB); a wrong file is refused before it is read."""

_GROUP = re.compile("[A-Z]")
_CATEGORY = re.compile("[A-Z][0-9]{0,2}")
_CHOICE = re.compile(r"[a-z0-9][a-z0-9_+-]{0,59}")
_TOP_KEYS = (
    "checklist",
    "version",
    "title",
    "sections",
    "areas",
    "stocks",
    "observed",
    "category_groups",
    "lists",
    "scripts",
)


class ChecklistFolder:
    """The checklists in one folder, each file read once.

    Args:
        folder: Holds one `.yaml` file for each version; given by whoever wires the application.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: tuple[Checklist, ...] | None = None

    def all(self) -> tuple[Checklist, ...]:
        """Return every checklist, by id and then by version, oldest first.

        Raises:
            BadInput: A file cannot be used, or two files hold the same version.
        """
        if self._loaded is None:
            self._loaded = self._read()
        return self._loaded

    def get(self, checklist_id: str, version: int) -> Checklist:
        """Return the version a visit was made with.

        Raises:
            NotFound: That version is not in the folder.
            BadInput: See `all`.
        """
        for found in self.all():
            if (found.checklist_id, found.version) == (checklist_id, version):
                return found
        raise _no_checklist(checklist_id, str(version))

    def text(self, checklist_id: str, version: int) -> str:
        """Return the file of a version, as it is written.

        Raises:
            NotFound, BadInput: As `get`.
        """
        for path in sorted(self._folder.glob("*.yaml")):
            loaded = load_checklist(path)
            if (loaded.checklist_id, loaded.version) == (checklist_id, version):
                return text_of(path)
        raise _no_checklist(checklist_id, str(version))

    def newest(self, checklist_id: str) -> Checklist:
        """Return the version to use for a new visit.

        Raises:
            NotFound: There is no version of it in the folder.
            BadInput: See `all`.
        """
        versions = [found for found in self.all() if found.checklist_id == checklist_id]
        if not versions:
            raise _no_checklist(checklist_id, "any")
        return versions[-1]

    def _read(self) -> tuple[Checklist, ...]:
        found: dict[tuple[str, int], tuple[Checklist, str]] = {}
        for path in sorted(self._folder.glob("*.yaml")):
            loaded = load_checklist(path)
            key = (loaded.checklist_id, loaded.version)
            if key in found:
                sentence = _(
                    "{one} and {other} are the same version of one checklist; take one out of the folder."
                )
                raise BadInput(
                    f"checklist {key[0]} {key[1]} twice",
                    user_text=sentence.format(one=found[key][1], other=path.name),
                )
            found[key] = (loaded, path.name)
        return tuple(found[key][0] for key in sorted(found))


def load_checklist(path: Path) -> Checklist:
    """Return the checklist in one file.

    Raises:
        BadInput: The file cannot be read or breaks the format; `user_text` names the file and up to
            `FAULTS_SHOWN` lines with what is wrong and what to do.
    """
    return read_checklist(text_of(path), name=path.name)


def text_of(path: Path) -> str:
    """Return what a file holds that may be a checklist.

    Raises:
        BadInput: It cannot be opened, is no UTF-8 text or is far too large.
    """
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise _unusable(
                path.name, Faults([(1, _("the file is far too large for a checklist; choose another"))])
            )
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"checklist {path.name}: {error.strerror}",
            user_text=_(
                "The checklist {file} cannot be opened; check that it is there and may be read."
            ).format(file=path.name),
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _unusable(
            path.name, Faults([(line, _("the text is not UTF-8; save the file as UTF-8"))])
        ) from error


def read_checklist(text: str, *, name: str) -> Checklist:
    """Return the checklist that `text` holds; `name` is what to call it in an error.

    Raises:
        BadInput: See `load_checklist`.
    """
    faults = Faults()
    root = read_tree(text, faults)
    if root is None:
        raise _unusable(name, faults)
    checklist = _Build(faults).checklist(root)
    if faults.found:
        raise _unusable(name, faults)
    return checklist


class _Build:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def checklist(self, root: Node) -> Checklist:
        fields = Fields(root, _TOP_KEYS, self._faults)
        categories = self._categories(fields)
        lists = self._lists(fields)
        scripts = self._scripts(fields)
        reader = CheckReader(
            self._faults, {category.category_id: category for category in categories}, lists, scripts.keys()
        )
        sections, checks = self._sections(fields, reader)
        known = frozenset(reader.categories)
        return Checklist(
            checklist_id=fields.slug("checklist"),
            version=fields.whole_number("version", 1, 9999),
            title=fields.text("title"),
            fingerprint=_fingerprint(root),
            sections=sections,
            checks=checks,
            areas=self._suite_items(fields, "areas", known),
            stocks=self._suite_items(fields, "stocks", known),
            observed_items=self._suite_items(fields, "observed", known),
            categories=categories,
            reasons=MappingProxyType(lists),
            scripts=MappingProxyType(scripts),
        )

    def _sections(self, top: Fields, reader: CheckReader) -> tuple[tuple[Section, ...], tuple[Check, ...]]:
        sections: list[Section] = []
        checks: list[Check] = []
        seen: set[str] = set()
        for node in top.items("sections"):
            fields = Fields(node, ("id", "title", "checks"), self._faults)
            section = Section(self._new_id(fields, seen), fields.text("title"))
            sections.append(section)
            checks += [reader.check(item, section.section_id) for item in fields.items("checks")]
        return tuple(sections), tuple(checks)

    def _suite_items(self, top: Fields, key: str, categories: frozenset[str]) -> tuple[SuiteItem, ...]:
        items: list[SuiteItem] = []
        seen: set[str] = set()
        for node in top.items(key):
            fields = Fields(node, ("id", "title", "concern"), self._faults)
            concern = fields.one_of("concern", categories) if fields.has("concern") else None
            items.append(SuiteItem(self._new_id(fields, seen), fields.text("title"), concern))
        return tuple(items)

    def _categories(self, top: Fields) -> tuple[Category, ...]:
        found: list[Category] = []
        groups: set[str] = set()
        seen: set[str] = set()
        for node in top.items("category_groups"):
            group = Fields(node, ("id", "title", "categories"), self._faults)
            group_id, group_title = self._new_id(group, groups, _GROUP), group.text("title")
            for item in group.items("categories"):
                fields = Fields(item, ("id", "title", "severity"), self._faults)
                category_id = self._new_id(fields, seen, _CATEGORY)
                if category_id and not category_id.startswith(group_id):
                    fields.fault("id", _("a category's id begins with the letter of its group; correct it"))
                found.append(
                    Category(
                        category_id=category_id,
                        group=group_id,
                        group_title=group_title,
                        title=fields.text("title"),
                        default_severity=fields.one_of("severity", SEVERITIES)
                        if fields.has("severity")
                        else None,
                    )
                )
        return tuple(found)

    def _lists(self, top: Fields) -> dict[str, tuple[Choice, ...]]:
        nodes = top.mapping("lists")
        for missing in sorted(REQUIRED_LISTS - nodes.keys()) if nodes else ():
            top.fault("lists", _("the list “{name}” is missing; add it").format(name=missing))
        lists = {name: self._choices(name, node) for name, node in nodes.items()}
        for name, (fact, left_out) in LISTS_TIED_TO_FACTS.items():
            wanted = {str(value) for value in FACTS[fact]} - left_out
            if name in lists and {choice.choice_id for choice in lists[name]} != wanted:
                sentence = _("the ids of “{name}” must be exactly {ids}; correct them")
                self._faults.add(nodes[name].line, sentence.format(name=name, ids=listed(frozenset(wanted))))
        return lists

    def _choices(self, name: str, node: Node) -> tuple[Choice, ...]:
        if not isinstance(node.value, list) or not node.value:
            self._faults.add(
                node.line, _("the list “{name}” is empty; write its entries below it").format(name=name)
            )
            return ()
        seen: set[str] = set()
        return tuple(self._choice(name, item, seen) for item in node.value)

    def _choice(self, name: str, node: Node, seen: set[str]) -> Choice:
        fields = Fields(node, ("id", "label", "outcome", "requires", "lawful_ground"), self._faults)
        outcome = (
            fields.one_of("outcome", ("not_available", "not_offered")) if fields.has("outcome") else None
        )
        if (outcome is None) == (name == "not_seen_reasons"):
            fields.fault("outcome", _("“outcome” is needed in not_seen_reasons and nowhere else; correct it"))
        requires = fields.texts("requires") if fields.has("requires") else ()
        if not set(requires) <= set(REQUIREMENTS):
            sentence = _("“requires” may hold {words}; correct it")
            fields.fault("requires", sentence.format(words=listed(REQUIREMENTS)))
        return Choice(
            choice_id=self._new_id(fields, seen, _CHOICE),
            label=fields.text("label"),
            outcome=outcome,
            requires=requires,
            lawful_ground=fields.flag("lawful_ground"),
        )

    def _scripts(self, top: Fields) -> dict[str, Script]:
        scripts: dict[str, Script] = {}
        seen: set[str] = set()
        for node in top.items("scripts"):
            fields = Fields(node, ("id", "title", "lines", "recorded"), self._faults)
            script_id = self._new_id(fields, seen)
            scripts[script_id] = Script(
                script_id, fields.text("title"), fields.texts("lines"), fields.text("recorded")
            )
        for missing in sorted(REQUIRED_SCRIPTS - scripts.keys()) if scripts else ():
            top.fault("scripts", _("the script “{name}” is missing; add it").format(name=missing))
        return scripts

    def _new_id(self, fields: Fields, seen: set[str], pattern: re.Pattern[str] = SLUG) -> str:
        """Return the mapping's id, which nothing else in `seen` may have."""
        found = fields.slug("id", pattern)
        if found in seen:
            fields.fault("id", _("the id “{id}” is there twice; give one of them another").format(id=found))
        if found:
            seen.add(found)
        return found


def _fingerprint(root: Node) -> str:
    canonical = json.dumps(root.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashes.Hash(hashes.SHA256())
    digest.update(canonical.encode())
    return digest.finalize().hex()


def _unusable(name: str, faults: Faults) -> BadInput:
    ordered = sorted(set(faults.found))
    heading = _("The checklist {file} cannot be used; correct these lines and try again.").format(file=name)
    lines = [
        _("Line {line}: {fault}.").format(line=line, fault=fault) for line, fault in ordered[:FAULTS_SHOWN]
    ]
    if len(ordered) > FAULTS_SHOWN:
        lines.append(plural("And {n} more.", "And {n} more.", len(ordered) - FAULTS_SHOWN))
    return BadInput(f"checklist {name}: {len(ordered)} faults", user_text="\n".join([heading, *lines]))


def _no_checklist(checklist_id: str, version: str) -> NotFound:
    return NotFound(
        f"checklist {checklist_id} version {version}",
        user_text=_("This visit's checklist is not on this computer; install the current version of ICV."),
    )
