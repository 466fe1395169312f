"""A history as a script of shell commands and keys that anyone can run.

Devices and windows write a line for each thing they do; every path is relative to one root, where the script runs too.
"""

import shlex
from collections.abc import Iterable
from pathlib import Path

PROLOGUE = r"""#!/usr/bin/env bash
# Needs reader, tmux and python3; some histories git, or prlimit. Everything is kept in the folder that it prints.
set -u; export ROOT=$(mktemp -d); cd "$ROOT"; echo "in $ROOT"; T="tmux -S $ROOT/tmux"
on() { # DEVICE COMMAND...
  local home=$ROOT/$1; shift
  env HOME="$home" XDG_{DATA,STATE,CACHE,CONFIG}_HOME="$home" XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state" \
    XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" READER_ENGINE=rules "$@"; }
export -f on
window() { # NAME COLUMNS ROWS COMMAND...
  $T new-session -d -s "$1" -x "$2" -y "$3" "bash -c '${*:4}; echo EXIT \$?; exec sleep 1000'"; }
resize() { $T resize-window -t "$1" -x "$2" -y "$3"; }
keys() { $T send-keys -t "$1" "${@:2}"; }
raw() { $T send-keys -t "$1" -H $(printf %s "$2" | xxd -p -c1); }
shown() { # NAME PATTERN: wait for it
  for _ in {1..100}; do $T capture-pane -p -t "$1" | grep -qE -- "$2" && return; sleep .1; done
  echo "NEVER SHOWN: $2"; }
look() { $T capture-pane -p -t "$1"; }
pid() { pgrep -n -P "$($T list-panes -t "$1" -F '#{pane_pid}')"; } # NAME of a window
note_id() { # DEVICE WORD: the id of the note that has, or had, the word
  for f in "$1"/data/reader/library.json{,.journal}; do [ -e "$f" ] && cat "$f" && echo; done | python3 -c "
import json, sys
for line in filter(str.strip, sys.stdin):
    for n in json.loads(line[line.index('{'):]).get('notes', {}).values():
        if sys.argv[1] in json.dumps(n): print(n['id'])" "$2" | head -n 1; }
py() { python3 -c "import json, os, sys
def put(path, data):
    status = os.stat(path)
    with open(path, 'r+b') as file:
        file.write(data)
    return status
a = sys.argv[1:]
$1" "${@:2}"; } # CODE ARGUMENT...
flip() { py "d = bytearray(open(a[0], 'rb').read()); at = d.find(a[1].encode()) if a[1] else int(len(d) * float(a[2]))
d[at + (int(a[2]) if a[1] else 0)] ^= int(a[3]); put(a[0], d)" "$@"; } # FILE WORD PLACE BIT
edit_in_place() { py "d = open(a[0], 'rb').read().replace(a[1].encode(), a[2].encode()); s = put(a[0], d)
if len(a) > 3: os.utime(a[0], ns=(s.st_atime_ns, s.st_mtime_ns))" "$@"; } # FILE OLD NEW [same-time]
edit_anew() { sed "s/$2/$3/" "$1" >"$1.tmp" && mv "$1.tmp" "$1"; } # FILE OLD NEW
add_plan() { py "t = json.load(open(a[0])); d = t.setdefault('plans', {})
d[str(len(d) + 1)] = {'id': a[1], 'text': a[1]}; s = json.dumps(t, ensure_ascii=False, separators=(',', ':'))
open('fresh', 'w').write(s); os.replace('fresh', a[0])" "$@"; } # FILE WORD
annotations() { # FILE ARTICLE TEXT QUOTE...: Web Annotations; a + in a text is 100 kB
  python3 -c "import json, os, sys
file, article, *a = sys.argv[1:]
a = [each.replace('+', 'filling ' * 12500) for each in a]
items = [{'id': f'urn:{file}:{n}', 'type': 'Annotation', 'motivation': 'commenting', 'created': '2026-11-01T00:00:00Z',
  'body': [{'type': 'TextualBody', 'value': text, 'purpose': 'commenting'}],
  'target': {'source': os.path.abspath(article), 'selector':
  [{'type': 'TextQuoteSelector', 'exact': quote, 'prefix': '', 'suffix': ''}]}}
  for n, (text, quote) in enumerate(zip(a[::2], a[1::2]))]
json.dump({'@context': 'http://www.w3.org/ns/anno.jsonld', 'type': 'AnnotationCollection', 'total': len(items),
  'first': {'type': 'AnnotationPage', 'items': items}}, open(file, 'w'))" "$@"; }
set -x
"""


class Script:
    """The lines of a history so far."""

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        """Add a line, or several."""
        self.lines.append(line.replace(self._root, ""))

    def run(self, *words: object, after: str = "") -> None:
        """Add a command of these words, with shell text `after` it."""
        self.say(join(words) + after)

    def __str__(self) -> str:
        return PROLOGUE + "\n".join(self.lines) + "\n"


def join(words: Iterable[object]) -> str:
    """Quote words for a shell, but for those that begin with `$(`, which it evaluates."""
    return " ".join(word if (word := str(each)).startswith(('"$(', "$(")) else shlex.quote(word) for each in words)
