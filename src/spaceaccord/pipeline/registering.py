"""From tables with CSVW metadata to graphs: the registers of a build, or one table of a user."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rdflib import URIRef

from spaceaccord import __version__
from spaceaccord.errors import UsageError
from spaceaccord.iris import Iris
from spaceaccord.linking.registers import read_register, read_registers
from spaceaccord.mapping.register_graph import RegisterMapper
from spaceaccord.mapping.statement import Triple
from spaceaccord.pipeline.converting import dataset_mapper
from spaceaccord.pipeline.knowledge import Knowledge
from spaceaccord.release.writing import check_name, describe_blocks, is_compressed, write_blocks


def map_registers(folder: Path, knowledge: Knowledge, iris: Iris) -> tuple[RegisterMapper, ...]:
    """Return a mapper for each register of `folder`; none where there is no such folder.

    Raises:
        BadReference: a table or its metadata cannot be used; names line and column.
    """
    found = read_registers(folder, knowledge.authorities, knowledge.reconciler)
    return tuple(RegisterMapper(iris, register, __version__) for register in found)


def convert_table(table: Path, metadata: Path, knowledge: Knowledge, *, iris: Iris) -> dict[URIRef, set[Triple]]:
    """Return the graph of one table, with the records of the parties that it names, by the graph's name.

    Raises:
        BadReference: the table or its metadata cannot be used; names line and column. Nothing was made.
    """
    register = read_register(table, metadata, knowledge.authorities, knowledge.reconciler)
    mapper = RegisterMapper(iris, register, __version__)
    triples = mapper.describe().triples
    known = dataset_mapper(knowledge, iris).describe_authorities_of(triples)
    return {mapper.graph_iri: triples | known | set(mapper.provenance())}


def convert_table_to_file(tables: Sequence[Path], metadata: Path, output: Path, *, iris: Iris) -> int:
    """Write the graph of one table to `output`, whole or not at all; return the number of quads.

    Raises:
        UsageError: there is not exactly one table, or the name of `output` says no format.
        BadReference: the table or its metadata cannot be used; names line and column.
    """
    if len(tables) != 1:
        raise UsageError(f"--metadata describes one table; {len(tables)} were given")
    check_name(output)
    graphs = convert_table(tables[0], metadata, Knowledge.read(), iris=iris)
    blocks = describe_blocks(graphs.items(), compressed=is_compressed(output))
    return write_blocks(blocks, output, base=iris.base)
