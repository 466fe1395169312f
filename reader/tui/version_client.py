"""The comparison of two versions of an article, made in a child process, so that no key waits for it.

The child is `reader versions --json`.
"""

from contextlib import aclosing

from reader.errors import SessionError
from reader.session.versions import VersionsObject
from reader.system import fast_json
from reader.system.paths import UserPaths
from reader.system.worker import Worker, WorkerError, stream


async def fetch_versions(article: str, paths: UserPaths, old: str = "", new: str = "") -> VersionsObject:
    """Compare two versions of an article, by default the last two. Cancelling ends the child. Raises SessionError."""
    choice = [*(["--from", old] if old else []), *(["--to", new] if new else [])]
    arguments = ["versions", article, "--json", "--library", str(paths.library), *choice]
    try:
        async with aclosing(stream(Worker("reader", *arguments))) as lines:
            found: VersionsObject = fast_json.loads(b"".join([line async for line in lines]))
    except WorkerError as error:
        raise SessionError(error.reason or "the versions could not be compared") from error
    return found
