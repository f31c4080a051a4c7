"""What is known of an index's documents beyond its passages, made once for each index that is asked."""

from dataclasses import dataclass

from index import Document, Glossary, Index, Section, read_cedict
from qa.agencies import clauses
from qa.bodies import BodyNames
from qa.clause import Clause
from qa.duties import DutyReader
from qa.names import NameFinder
from qa.per_index import per_index
from qa.places import Passages
from qa.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The documents, their sections and passages, who leads and supports what, the glossary's names, the words."""

    documents: tuple[Document, ...]
    sections: dict[str, tuple[Section, ...]]
    passages: Passages
    clauses: tuple[Clause, ...]
    duties: DutyReader
    glossary: Glossary
    names: NameFinder
    vocabulary: Vocabulary


@per_index
def knowledge_of(index: Index) -> Knowledge:
    """Takes about a second the first time for an index; an index never changes, a renewed one is another."""
    glossary = index.glossary()
    bodies = BodyNames(glossary)
    sections = {document.id: index.sections(document.id) for document in index.documents()}
    found = [clause for document in index.documents() for clause in clauses(document, sections[document.id], bodies)]
    outlines = [(document, sections[document.id]) for document in index.documents()]
    vocabulary = Vocabulary(outlines, glossary, read_cedict(), index.translator)
    return Knowledge(
        index.documents(),
        sections,
        Passages(index.chunks),
        tuple(found),
        DutyReader(glossary, found),
        glossary,
        NameFinder(glossary),
        vocabulary,
    )
