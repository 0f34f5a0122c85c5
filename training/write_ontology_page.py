"""Write docs/ontology.md from plover.toml: `python training/write_ontology_page.py` (part of `make docs`)."""

from __future__ import annotations

from pathlib import Path

from detente.base.ontology import EventType, Ontology, load_ontology

PAGE = Path(__file__).parent.parent / "docs" / "ontology.md"
HEAD = """# The ontology

What an act is (type), how (mode), about what (context): PLOVER's names and figures, our definitions. The
file is [`plover.toml`](../src/detente/base/plover.toml); this page is written from it by `make docs`. An
ontology of your own is a file of the same shape, named by the setting `ontology`.

| type | quad | goldstein | meaning | modes |
|---|---|---|---|---|
"""


def ontology_page(ontology: Ontology) -> str:
    """The page as Markdown."""
    rows = [row(event_type) for event_type in ontology.types.values()]
    choices = [f"- `{each.name}`: {each.reason}" for each in ontology.types.values() if each.reason]
    assessments = [f"- `{each.name}`: {each.definition}" for each in ontology.assessments.values()]
    contexts = ", ".join(f"`{name}`" for name in ontology.contexts)
    parts = [
        HEAD + "\n".join(rows),
        "## Where the manual contradicts itself\n\n" + "\n".join(choices),
        "## Assessments of a relation\n\n" + "\n".join(assessments),
        f"## Contexts\n\n{contexts}.",
    ]
    return "\n\n".join(parts) + "\n"


def row(event_type: EventType) -> str:
    """One line of the table."""
    quad = event_type.quad.value.replace("_", " ")
    modes = ", ".join(f"{mode.name} {mode.goldstein:+.1f}" for mode in event_type.modes.values())
    return (
        f"| `{event_type.name}` | {quad} | {event_type.goldstein:+.1f} | {event_type.definition} | {modes} |"
    )


if __name__ == "__main__":
    PAGE.write_text(ontology_page(load_ontology()), encoding="utf-8")
