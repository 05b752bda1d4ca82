"""The catalogue entry of one release: DCAT 3 with DCAT-AP's demands, its files, version, making and quality.

Only what the release's own data cannot say, since it depends on the files or on the folder it is published in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from spaceaccord import __version__
from spaceaccord.iris import Iris
from spaceaccord.namespaces import (
    CC_BY,
    DCAT,
    DCATAP,
    DCTERMS,
    DQV,
    EU_AUTHORITIES,
    FOAF,
    IANA_MEDIA_TYPES,
    PROV,
    RDF,
    RDFS,
    SKOS,
    SPDX,
    XSD,
)
from spaceaccord.release.canonical import Triple
from spaceaccord.release.dataset_description import dump_iri, dump_title
from spaceaccord.release.history import Edition
from spaceaccord.release.manifest import InputFile, ReleaseFile

_STABLE = EU_AUTHORITIES["planned-availability/STABLE"]
_GZIP = IANA_MEDIA_TYPES["application/gzip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What a release is, beside its data; `issued` is a date or "", `violations` and `warnings` are SHACL's."""

    release_id: str
    edition: Edition
    issued: str
    files: Sequence[ReleaseFile]
    inputs: Sequence[InputFile]
    violations: int
    warnings: int


def describe_entry(iris: Iris, entry: CatalogueEntry) -> Iterator[Triple]:
    """Return the triples of the catalogue, of the dataset as of this release, and of the release as a version of it."""
    dataset, release = iris.dataset, iris.release(entry.release_id)
    yield from _describe_catalogue(iris)
    yield from _describe_version(iris, entry)
    for file in entry.files:
        name = file.name.rpartition("/")[2]
        yield from _describe_distribution(dataset, dump_iri(iris, name), file)
        yield from _describe_distribution(release, URIRef(f"{release}/{file.name}"), file)
    yield from _describe_making(iris, entry)
    for node in (dataset, release):
        yield node, DQV.hasQualityMetadata, URIRef(f"{release}/report.ttl")
        yield from _measurement(node, "violations", "SHACL violations", entry.violations)
        yield from _measurement(node, "warnings", "SHACL warnings", entry.warnings)
    yield URIRef(f"{release}/report.ttl"), RDF.type, DQV.QualityMetadata


def _describe_catalogue(iris: Iris) -> Iterator[Triple]:
    catalogue, service = URIRef(f"{iris.base}catalog"), URIRef(f"{iris.base}sparql")
    yield catalogue, RDF.type, DCAT.Catalog
    yield catalogue, DCTERMS.title, Literal("Space Accord: catalogue", lang="en")
    yield catalogue, DCTERMS.description, Literal("The dataset of Space Accord, its releases and services.", lang="en")
    yield catalogue, DCTERMS.publisher, URIRef(f"{iris.dataset}#publisher")
    yield catalogue, DCTERMS.license, CC_BY
    yield catalogue, FOAF.homepage, URIRef(iris.base)
    yield catalogue, DCAT.dataset, iris.dataset
    yield catalogue, DCAT.service, service
    yield URIRef(iris.base), RDF.type, FOAF.Document
    yield service, RDF.type, DCAT.DataService
    yield service, DCTERMS.title, Literal("SPARQL endpoint of Space Accord", lang="en")
    yield service, DCTERMS.license, CC_BY
    yield service, DCAT.endpointURL, service
    yield service, DCAT.endpointDescription, service
    yield service, DCAT.servesDataset, iris.dataset
    yield service, RDF.type, RDFS.Resource


def _describe_version(iris: Iris, entry: CatalogueEntry) -> Iterator[Triple]:
    dataset, release = iris.dataset, iris.release(entry.release_id)
    yield dataset, DCAT.hasVersion, release
    yield dataset, DCAT.hasCurrentVersion, release
    yield release, RDF.type, DCAT.Dataset
    yield release, DCAT.isVersionOf, dataset
    yield release, DCTERMS.title, Literal(f"Space Accord, release {entry.edition.version}", lang="en")
    yield release, DCTERMS.description, Literal("All that was published in this release, as it was.", lang="en")
    yield release, DCTERMS.identifier, Literal(entry.release_id)
    yield release, DCTERMS.license, CC_BY
    yield release, DCTERMS.publisher, URIRef(f"{dataset}#publisher")
    for node in (dataset, release):
        yield node, DCAT.version, Literal(entry.edition.version)
        if entry.issued:
            yield node, DCTERMS.issued, Literal(entry.issued, datatype=XSD.date, normalize=False)
    if entry.edition.previous:
        previous = iris.release(entry.edition.previous)
        yield release, DCAT.previousVersion, previous
        yield previous, RDF.type, DCAT.Dataset
        yield previous, DCTERMS.title, Literal(f"Space Accord, release {entry.edition.previous}", lang="en")
        yield previous, DCTERMS.description, Literal("The release before.", lang="en")


def _describe_distribution(whole: URIRef, node: URIRef, file: ReleaseFile) -> Iterator[Triple]:
    checksum, media_type = URIRef(f"{node}#checksum"), IANA_MEDIA_TYPES[file.media_type]
    yield whole, DCAT.distribution, node
    yield node, RDF.type, DCAT.Distribution
    title = dump_title(file.name.rpartition("/")[2])
    yield node, DCTERMS.title, Literal(title, lang="en")
    yield node, DCTERMS.description, Literal(title, lang="en")
    yield node, DCTERMS.license, CC_BY
    yield node, DCAT.downloadURL, node
    yield node, DCAT.accessURL, node
    yield node, RDF.type, RDFS.Resource
    yield node, DCAT.mediaType, media_type
    yield node, DCTERMS["format"], media_type
    for each in (media_type, _GZIP):
        yield each, RDF.type, DCTERMS.MediaType
        yield each, RDF.type, DCTERMS.MediaTypeOrExtent
    if file.compression:
        yield node, DCAT.compressFormat, _GZIP
    yield node, DCATAP.availability, _STABLE
    yield _STABLE, RDF.type, SKOS.Concept
    yield _STABLE, SKOS.prefLabel, Literal("stable", lang="en")
    yield node, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger, normalize=False)
    yield node, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm
    yield checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary, normalize=False)


def _describe_making(iris: Iris, entry: CatalogueEntry) -> Iterator[Triple]:
    """Say what the release was made from, by which software; without a clock, so that equal input says the same."""
    release = iris.release(entry.release_id)
    run, software = URIRef(f"{release}#build"), URIRef(f"{iris.base}software/{__version__}")
    yield release, RDF.type, PROV.Entity
    yield release, PROV.wasGeneratedBy, run
    yield run, RDF.type, PROV.Activity
    yield run, RDFS.label, Literal(f"Build of release {entry.edition.version}", lang="en")
    yield run, PROV.wasAssociatedWith, software
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, RDFS.label, Literal(f"spaceaccord {__version__}")
    for file in entry.inputs:
        node = URIRef(f"{release}#input-{file.sha256[:16]}")
        yield run, PROV.used, node
        yield node, RDF.type, PROV.Entity
        yield node, RDFS.label, Literal(file.name)
        yield node, DCTERMS.identifier, Literal(f"sha256:{file.sha256}")


def _measurement(whole: URIRef, name: str, label: str, value: int) -> Iterator[Triple]:
    metric, node = URIRef(f"{whole}#metric-{name}"), URIRef(f"{whole}#measured-{name}")
    yield whole, DQV.hasQualityMeasurement, node
    yield node, RDF.type, DQV.QualityMeasurement
    yield node, DQV.isMeasurementOf, metric
    yield node, DQV.value, Literal(str(value), datatype=XSD.integer, normalize=False)
    yield metric, RDF.type, DQV.Metric
    yield metric, SKOS.prefLabel, Literal(label, lang="en")
