"""The checks of a checklist file: each one's fields, and the condition for when it applies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from icv_app.domain.checklist import ANSWERS, SEVERITIES, SHORT_SET_ROWS, Category, Check, CheckKind, Choice
from icv_app.domain.conditions import (
    ALWAYS,
    CONDITION_FACTS,
    AllOf,
    AnswerIs,
    AnyOf,
    Condition,
    FactIs,
    Not,
)
from icv_app.exchange.fields import Fields, listed
from icv_app.exchange.yaml_tree import Faults, Node
from icv_app.words import _

CHECK_KEYS = (
    "id",
    "row",
    "text",
    "law",
    "guidance",
    "kind",
    "list",
    "default",
    "when",
    "short_set",
    "good",
    "concern",
    "severity",
    "script",
    "identifying",
)


@dataclass(slots=True)
class CheckReader:
    """Reads checks in the file's order, since a condition may only look back.

    Attributes:
        answers_of: Check id → the answers a later condition may ask for; grows as checks are read.
    """

    faults: Faults
    categories: Mapping[str, Category]
    lists: Mapping[str, tuple[Choice, ...]]
    scripts: Collection[str]
    answers_of: dict[str, frozenset[str]] = field(default_factory=dict)

    def check(self, node: Node, section: str) -> Check:
        """Return one check; its faults are in `faults`."""
        fields = Fields(node, CHECK_KEYS, self.faults)
        check_id = fields.slug("id")
        if check_id in self.answers_of:
            sentence = _("the check “{check}” is there twice; give one of them another id")
            fields.fault("id", sentence.format(check=check_id))
        number = fields.whole_number("row", 1, 99)
        kind = CheckKind(fields.one_of("kind", list(CheckKind), default=CheckKind.YES_NO))
        choices = self._choices(fields, kind)
        script, script_answer = self._script(fields, kind)
        category, severity = self._concern(fields)
        check = Check(
            check_id=check_id,
            number=number,
            section=section,
            text=fields.text("text"),
            source_of_law=fields.text("law"),
            guidance=fields.text("guidance"),
            kind=kind,
            when=self._when(fields),
            short_set=self._short_set(fields, number),
            default_path=fields.flag("default"),
            concern_category=category,
            default_severity=severity,
            good_answer=self._good(fields, kind),
            trigger_script=script,
            trigger_answer=script_answer,
            choices=choices,
            identifying=self._identifying(fields, kind),
        )
        self.answers_of[check_id] = self._possible_answers(kind, choices)
        return check

    def _possible_answers(self, kind: CheckKind, choices: str | None) -> frozenset[str]:
        if kind is CheckKind.YES_NO:
            return frozenset(ANSWERS)
        return frozenset(choice.choice_id for choice in self.lists.get(choices or "", ()))

    def _choices(self, fields: Fields, kind: CheckKind) -> str | None:
        if kind is CheckKind.CHOICE:
            return fields.one_of("list", tuple(self.lists))
        if fields.has("list"):
            fields.fault("list", _("“list” goes with kind: choice only; leave it out"))
        return None

    def _short_set(self, fields: Fields, number: int) -> bool:
        short_set = fields.flag("short_set")
        if short_set and number not in SHORT_SET_ROWS:
            fields.fault(
                "short_set",
                _("only rows 8 to 18 may be in the short set; leave “short_set” out"),
            )
        return short_set

    def _good(self, fields: Fields, kind: CheckKind) -> str | None:
        if kind is not CheckKind.YES_NO:
            if fields.has("good"):
                fields.fault("good", _("“good” goes with yes-and-no checks only; leave it out"))
            return None
        good = fields.one_of("good", ("yes", "no", "neutral"))
        if good in {"yes", "no"} and not fields.has("concern"):
            fields.fault(
                "good", _("a check with a good answer needs “concern”: the category to offer; add it")
            )
        return good if good in {"yes", "no"} else None

    def _concern(self, fields: Fields) -> tuple[str | None, str | None]:
        if not fields.has("concern"):
            if fields.has("severity"):
                fields.fault("severity", _("“severity” goes with “concern” only; leave it out"))
            return None, None
        wanted = fields.text("concern")
        category = self.categories.get(wanted)
        if category is None or category.default_severity is None:
            sentence = _("“{category}” is not a category of concern in this file; correct it")
            fields.fault("concern", sentence.format(category=wanted))
            return None, None
        return wanted, fields.one_of("severity", SEVERITIES, default=category.default_severity)

    def _script(self, fields: Fields, kind: CheckKind) -> tuple[str | None, str | None]:
        if not fields.has("script"):
            return None, None
        if kind is not CheckKind.YES_NO:
            fields.fault("script", _("“script” goes with yes-and-no checks only; leave it out"))
            return None, None
        node = fields.node("script")
        inner = Fields(node, ("id", "at"), self.faults) if node else fields
        return inner.one_of("id", sorted(self.scripts)), inner.one_of("at", ANSWERS)

    def _identifying(self, fields: Fields, kind: CheckKind) -> bool:
        identifying = fields.flag("identifying")
        if identifying != (kind is CheckKind.TEXT):
            fields.fault(
                "identifying",
                _("free text about a person is “identifying: true” and nothing else is; correct it"),
            )
        return identifying

    def _when(self, fields: Fields) -> Condition:
        if fields.has("when") == fields.flag("default"):
            fields.fault("when", _("a check needs either “default: true” or “when”; give one of them"))
        node = fields.node("when") if fields.has("when") else None
        return self._condition(node) if node else ALWAYS

    def _condition(self, node: Node) -> Condition:
        if not isinstance(node.value, dict) or len(node.value) != 1:
            self.faults.add(
                node.line,
                _("a condition is one of all, any, not, answer or a fact; put several under all"),
            )
            return ALWAYS
        ((key, inner),) = node.value.items()
        if key in {"all", "any"}:
            parts = tuple(self._condition(part) for part in self._parts(key, inner))
            return AllOf(parts) if key == "all" else AnyOf(parts)
        if key == "not":
            return Not(self._condition(inner))
        return self._answer(inner) if key == "answer" else self._fact(key, inner)

    def _parts(self, key: str, node: Node) -> list[Node]:
        if isinstance(node.value, list) and node.value:
            return node.value
        self.faults.add(
            node.line, _("“{key}” needs a list of conditions; write them below it").format(key=key)
        )
        return []

    def _fact(self, fact: str, node: Node) -> Condition:
        if fact not in CONDITION_FACTS:
            sentence = _("the fact “{fact}” is not known; use one of {facts}")
            self.faults.add(node.line, sentence.format(fact=fact, facts=listed(tuple(CONDITION_FACTS))))
            return ALWAYS
        allowed = CONDITION_FACTS[fact]
        values = _one_or_many(node)
        for item in values:
            # Compared by type as well: 1 is not true in a data file.
            if not any(item.value == value and type(item.value) is type(value) for value in allowed):
                words = {str(value).lower() if isinstance(value, bool) else value for value in allowed}
                sentence = _("“{fact}” can be {values}; correct it")
                self.faults.add(item.line, sentence.format(fact=fact, values=listed(words)))
        return FactIs(fact, tuple(item.value for item in values if isinstance(item.value, (str, bool))))

    def _answer(self, node: Node) -> Condition:
        fields = Fields(node, ("check", "is"), self.faults)
        check_node, is_node = fields.node("check"), fields.node("is")
        if check_node is None or is_node is None:
            return ALWAYS
        checks = tuple(str(item.value) for item in _one_or_many(check_node))
        values = tuple(str(item.value) for item in _one_or_many(is_node))
        for check in checks:
            possible = self.answers_of.get(check)
            if possible is None:
                sentence = _("“{check}” is not a check before this one; correct it or move it up")
                fields.fault("check", sentence.format(check=check))
            elif not possible.issuperset(values):
                sentence = _("“{check}” can be answered {values}; correct “is”")
                fields.fault(
                    "is", sentence.format(check=check, values=listed(possible) or _("by typing only"))
                )
        return AnswerIs(checks, values)


def _one_or_many(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) and node.value else [node]
