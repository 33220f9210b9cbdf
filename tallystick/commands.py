"""The commands: what each takes, and which room does it.

Rooms are imported when their command runs, so that `check` needs no solver and `--help` is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from tallystick import completing, running
from tallystick.failure import BadInput, Exit
from tallystick.options import JsonOption, PropertyOption, PublishedOption, SystemOption
from tallystick.running import ended

EXIT_CODES = (
    "Exit codes: 0 as expected; 1 a property is refuted that should hold, holds that is recorded as failing, or says "
    "less than at the base, or a recording differs; 2 not decided; 3 bad input or usage; 4 internal error; "
    "130 interrupted."
)

app = typer.Typer(
    name="tallystick",
    help="Prove, refute, fuzz and replay liquidity protocols at the exact integer arithmetic they run.",
    epilog=EXIT_CODES,
    add_completion=True,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def tallystick(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    """Options of every command."""
    if show_version:
        typer.echo(f"tallystick {version('tallystick')}")
        raise typer.Exit(Exit.AS_EXPECTED)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise BadInput("no command is given")


@app.command()
def verify(
    system: SystemOption = "",
    identifiers: PropertyOption = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes to use, one a core at most; as many."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help="Write the report there, as Markdown and JSON.")
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Prove everything anew.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Judge again whenever a file is saved, until Ctrl-C.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Prove or refute every property, and say which verdicts are not the recorded ones."""
    if watch:
        from tallystick import watching

        given: list[tuple[str, object]] = [("--system", system), *(("--property", each) for each in identifiers or [])]
        given += [("--jobs", jobs), ("--report", report)]
        words = [word for option, value in given if value for word in (option, str(value))]
        words += ["--no-cache"] if no_cache else []
        ended(lambda: watching.run(words, system=system, as_json=as_json))
    from tallystick import verifying

    ended(
        lambda: verifying.run(
            system=system,
            identifiers=identifiers or [],
            jobs=min(jobs or running.cores(), running.cores()),
            report=report,
            cached=not no_cache,
            as_json=as_json,
        )
    )


@app.command("list")
def list_properties(system: SystemOption = "", report: PublishedOption = None, as_json: JsonOption = False) -> None:
    """List the properties with their recorded and their published verdicts."""
    from tallystick import explaining

    ended(lambda: explaining.list_all(system=system, report=report, as_json=as_json))


@app.command()
def explain(
    identifier: Annotated[
        str,
        typer.Argument(metavar="ID", help="The property, as `list` shows it.", autocompletion=completing.properties),
    ],
    report: PublishedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one property in full: words, formula, assumptions, evidence or counterexample."""
    from tallystick import explaining

    ended(lambda: explaining.explain(identifier=identifier, report=report, as_json=as_json))


@app.command()
def claims(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A document, as S1, or one claim in full, as S1.14.",
            autocompletion=completing.claims,
        ),
    ] = "",
    report: PublishedOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what the documents say of the protocols, and how it stands by the published verdicts."""
    from tallystick import claiming

    ended(lambda: claiming.run(name=name, report=report, as_json=as_json))


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Certificates, or bundles of `export`; those of the last `verify`."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Re-check certificates with no solver imported."""
    from tallystick import checking

    ended(lambda: checking.run(files=files or [], as_json=as_json))


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or one that holds a bundle.")],
    system: SystemOption = "",
    identifiers: PropertyOption = None,
    with_coq: Annotated[bool, typer.Option("--coq", help="Add every certificate as a theorem of Coq.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write what the last `verify` found as a bundle for an auditor: certificates, SMT-LIB2, manifest, guide."""
    from tallystick import exporting

    ended(
        lambda: exporting.run(
            target=target, system=system, identifiers=identifiers or [], with_coq=with_coq, as_json=as_json
        )
    )


@app.command()
def recheck(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A bundle of `export`.")],
    solvers: Annotated[
        list[str] | None,
        typer.Option("--solver", metavar="NAME", help="z3, cvc5 or yices; may be repeated. All that are installed."),
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, help="Ask about so many leaves, evenly spaced.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", min=0.01, help="How long a solver has for a leaf.")
    ] = 30.0,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Solvers to run at once; one a core.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Have solvers, each a process on the exported files, refute every leaf of a bundle."""
    from tallystick import rechecking

    ended(
        lambda: rechecking.run(
            folder=folder,
            names=solvers or [],
            sample=sample,
            seconds=seconds,
            jobs=jobs or running.cores(),
            as_json=as_json,
        )
    )


@app.command()
def report(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or one that holds a site.")],
    published: PublishedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a published report as a site: pages that need no network, from the evidence to the counterexamples."""
    from tallystick import reporting

    ended(lambda: reporting.run(target=target, report=published, as_json=as_json))


@app.command()
def fuzz(
    system: SystemOption = "",
    identifiers: PropertyOption = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The first seed; runs from it repeat exactly.")] = 0,
    steps: Annotated[
        int, typer.Option("--steps", metavar="N", min=1, help="Transitions to try, over all seeds.")
    ] = 200_000,
    seconds: Annotated[
        float | None, typer.Option("--seconds", metavar="S", min=0, help="Stop after this time at the latest.")
    ] = None,
    failures: Annotated[
        Path, typer.Option("--failures", metavar="DIR", help="Where shrunken failures are written.")
    ] = Path("failures"),
    as_json: JsonOption = False,
) -> None:
    """Walk random executions under every property; shrink and save what violates one."""
    from fuzzing.command import campaign
    from tallystick.progress import bar
    from tallystick.selection import work

    ended(
        lambda: campaign(
            work(system, identifiers or []),
            seed=seed,
            steps=steps,
            seconds=seconds,
            failures=failures,
            as_json=as_json,
            bar=bar,
        )
    )


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A failure that `fuzz` saved, or a test of pytest.")],
    system: SystemOption = "",
    as_json: JsonOption = False,
) -> None:
    """Step through one saved counterexample: who does what, what changes, and which claim fails."""
    from fuzzing.command import replay as replayed
    from tallystick.selection import loaded

    ended(lambda: replayed(file, loaded(system) if system else None, as_json=as_json))


@app.command()
def conform(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Recordings, .jsonl or .jsonl.gz.")],
    system: SystemOption = "",
    as_json: JsonOption = False,
) -> None:
    """Replay recorded executions and compare every field of every step."""
    from conformance.command import run
    from tallystick.progress import bar
    from tallystick.selection import loaded

    ended(lambda: run(files, loaded(system) if system else None, bar=bar, as_json=as_json))


@app.command()
def vectors(
    target: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder, or one that holds vectors.")],
    system: SystemOption,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="The same seed gives the same vectors.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Write test vectors for an implementation of your own, and say which branches of the model they take."""
    from tallystick import vectoring

    ended(lambda: vectoring.run(system=system, seed=seed, target=target, as_json=as_json))


@app.command()
def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="trace, counterexample, certificate, report, ...; which, without.",
            autocompletion=completing.schemas,
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Print the JSON Schema of a format that other tools write or read."""
    from tallystick import describing

    ended(lambda: describing.run(name=name, as_json=as_json))


@app.command()
def gate(
    against: Annotated[
        str, typer.Option("--against", metavar="REV", help="The base revision, in git's words: main, HEAD~1.")
    ],
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="DIR", help="The report to judge; the working tree's reports/published."),
    ] = None,
    accept: Annotated[
        Path | None,
        typer.Option("--accept", metavar="FILE", help="Weakenings that a review accepted; gate.toml if it is there."),
    ] = None,
    as_json: JsonOption = False,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML there.")] = None,
    sarif: Annotated[Path | None, typer.Option("--sarif", metavar="FILE", help="Write SARIF 2.1.0 there.")] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE", help="Write a summary there, as Markdown.")
    ] = None,
    annotate: Annotated[
        bool, typer.Option("--annotations", help="Also write workflow commands that annotate a change's lines.")
    ] = False,
) -> None:
    """Compare a report with that of a base revision; fail if it says less without a reviewed reason."""
    from tallystick import gating

    ended(
        lambda: gating.run(
            against=against,
            report=report,
            accept=accept,
            as_json=as_json,
            junit_file=junit,
            sarif_file=sarif,
            markdown_file=markdown,
            annotate=annotate,
        )
    )


def run(words: Sequence[str]) -> int:
    """Run the command that the words name and return its exit code; whatever goes wrong is raised."""
    return running.run(app, words)
