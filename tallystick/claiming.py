"""The claims of the documents on the terminal, judged by a published report and by executing their examples."""

from __future__ import annotations

from pathlib import Path

from claims import CLAIMS_OF
from reports import claims_data, claims_table
from tallystick import output, selection
from tallystick.failure import Exit, unknown


def run(*, name: str, report: Path | None, as_json: bool) -> int:
    """Show all claims, those of one document, or one in full, by its name."""
    found = selection.published(report or selection.PUBLISHED, needed=report is not None, whole=True, standard=True)
    judgements = claims_data.judged_by_published(found)
    one = [each for each in judgements if each.claim.id.lower() == name.lower()]
    chosen = one or [each for each in judgements if name.lower() in ("", each.claim.document.lower())]
    if not chosen:
        raise unknown(
            "claim or document", name, (*(each.name for each in CLAIMS_OF), *(each.claim.id for each in judgements))
        )
    if as_json:
        output.data(claims_data.document(chosen))
    else:
        output.Output().print(claims_table.explained(one[0], found) if one else claims_table.listed(chosen))
    return Exit.AS_EXPECTED
