from reader.api import Library as Library
from reader.api import analyze as analyze
from reader.api import export_notes as export_notes
from reader.api import open_source as open_source
from reader.api import verify as verify

__version__: str
__all__: list[str]
